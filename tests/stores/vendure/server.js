/* A real Vendure store in memory, with our plugin, a till that takes whatever it is told, and a back door for tests.
 *
 * Its packages are found by NODE_PATH. It begins with the database that is named, or with an empty one. One line of JSON
 * on its output says that it listens. It ends when its standard input does.
 */
'use strict';

process.env.VENDURE_DISABLE_TELEMETRY = 'true';
const { readFileSync } = require('node:fs');
const clock = require('./clock.js');
const {
    bootstrap,
    defaultConfig,
    DefaultLogger,
    JobQueueService,
    LanguageCode,
    LogLevel,
    PaymentMethodHandler,
    RandomBytesApiKeyStrategy,
} = require('@vendure/core');
const { populateInitialData } = require('@vendure/core/cli');
const { LoyaltyConnectorPlugin } = require('../../../adapters/vendure/plugin/index.js');
const { BackDoor, gate } = require('./backdoor.js');

const till = new PaymentMethodHandler({
    code: 'till',
    description: [{ languageCode: LanguageCode.en, value: 'Takes what it is told' }],
    args: {},
    createPayment: (ctx, order, amount, args, metadata) => ({ amount, state: metadata.state, transactionId: order.code }),
    settlePayment: () => ({ success: true }),
    createRefund: () => ({ state: 'Settled' }),
});

// Hashing well takes longer than most tests.
const plain = { hash: async word => word, check: async (word, kept) => word === kept };

const hasty = Object.assign(defaultConfig.jobQueueOptions.jobQueueStrategy, { pollInterval: 10 }); // milliseconds

const seed = {
    defaultLanguage: LanguageCode.en,
    defaultZone: 'Europe',
    roles: [],
    countries: [{ name: 'Poland', code: 'PL', zone: 'Europe' }],
    taxRates: [
        { name: 'Standard', percentage: 23 },
        { name: 'Reduced', percentage: 8 },
    ],
    shippingMethods: [
        { name: 'Pickup', price: 0 },
        { name: 'Courier', price: 500 },
    ],
    paymentMethods: [{ name: 'Till', handler: { code: 'till', arguments: [] } }],
    collections: [],
};

async function main(file) {
    const database = file ? { database: readFileSync(file), synchronize: false } : { synchronize: true };
    const app = await bootstrap({
        apiOptions: {
            port: 0,
            hostname: '127.0.0.1',
            adminApiPath: 'admin-api',
            shopApiPath: 'shop-api',
            middleware: [{ route: '/', handler: gate, beforeListen: true }],
        },
        authOptions: {
            tokenMethod: ['bearer', 'api-key'],
            requireVerification: false,
            passwordHashingStrategy: plain,
            adminApiKeyStrategy: new RandomBytesApiKeyStrategy({ hashingStrategy: plain }),
            superadminCredentials: { identifier: 'superadmin', password: 'superadmin' },
        },
        dbConnectionOptions: { type: 'sqljs', autoSave: false, ...database },
        jobQueueOptions: { jobQueueStrategy: hasty },
        paymentOptions: { paymentMethodHandlers: [till] },
        logger: new DefaultLogger({ level: LogLevel.Error }),
        plugins: [LoyaltyConnectorPlugin, BackDoor],
    });
    if (!file) await populateInitialData(app, seed);
    await app.get(JobQueueService).start();
    BackDoor.open(app, clock);
    process.stdin.on('end', () => process.exit(0)).resume();
    process.stdout.write(JSON.stringify({ port: app.getHttpServer().address().port }) + '\n');
}

main(process.argv[2]).catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
});
