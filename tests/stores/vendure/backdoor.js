/* What a test does to the store that no API does: move its clock, make it stumble, put it back to how it began.
 *
 * POST /back/<verb> with JSON; the answer is JSON.
 */
'use strict';

const {
    ConfigService,
    PluginCommonModule,
    TransactionalConnection,
    VendurePlugin,
} = require('@vendure/core');

const PLUGGED = 'loyalty_amount_with_tax';
let door = null;
let fault = null; // null, 'stumble' or 'lose'

const verbs = {
    clock: ({ at }) => door.clock.set(at),
    sql: ({ statement, values }) => door.source.query(statement, values ?? []),
    copy: async ({ order, code, now }) => {
        const dates = { createdAt: now, updatedAt: now };
        const made = await copied('order', 'id', order, { code, ...dates, orderPlacedAt: `${now}.000` });
        await door.source.query('INSERT INTO order_channels_channel ("orderId", "channelId") VALUES (?, 1)', [made]);
        for (const table of ['order_line', 'payment', 'shipping_line']) {
            await copied(table, 'orderId', order, { orderId: made, ...dates });
        }
        return made;
    },
    unplug: () => {
        door.actions.splice(door.actions.findIndex(one => one.code === PLUGGED), 1);
    },
    fault: ({ kind }) => {
        fault = kind;
    },
    keep: () => {
        door.kept = door.source.driver.export();
    },
    back: async () => {
        fault = null;
        door.actions.splice(0, Infinity, ...door.allActions);
        await door.source.driver.load(door.kept, false);
        await door.cache.clear?.();
        door.cache.cache?.clear?.();
        door.sessions.clear();
    },
    settle: async () => {
        await new Promise(done => setTimeout(done, 25)); // events come after the transaction
        while (true) {
            const { items } = await door.jobs.findMany({});
            if (items.every(job => job.isSettled)) {
                return;
            }
            await new Promise(done => setTimeout(done, 5));
        }
    },
};

async function copied(table, key, value, changed) {
    const columns = (await door.source.query(`PRAGMA table_info("${table}")`)).map(one => one.name);
    const kept = columns.filter(name => name !== 'id');
    const shown = kept.map(name => (name in changed ? '?' : `"${name}"`));
    const values = kept.filter(name => name in changed).map(name => changed[name]);
    const names = kept.map(name => `"${name}"`);
    await door.source.query(
        `INSERT INTO "${table}" (${names}) SELECT ${shown} FROM "${table}" WHERE "${key}" = ?`,
        [...values, value],
    );
    return (await door.source.query(`SELECT max(id) AS id FROM "${table}"`))[0].id;
}

async function gate(request, response, next) {
    if (!request.path.startsWith('/back/')) {
        if (fault === 'stumble') {
            return response.status(502).send('bad gateway');
        }
        if (fault === 'lose' && request.method === 'POST' && request.path === '/admin-api') {
            const end = response.end.bind(response);
            const chunks = [];
            let writes = false;
            request.on('data', chunk => chunks.push(chunk));
            request.on('end', () => {
                writes = Buffer.concat(chunks).toString().includes('mutation');
                if (writes) fault = null;
            });
            response.end = (...given) => (writes ? response.destroy() : end(...given));
        }
        return next();
    }
    let text = '';
    request.setEncoding('utf8');
    for await (const part of request) text += part;
    try {
        const said = await verbs[request.path.slice('/back/'.length)](JSON.parse(text || '{}'));
        response.json(said ?? null);
    } catch (error) {
        response.status(500).json({ error: String(error) });
    }
}

class BackDoor {
    static open(app, clock) {
        const { authOptions, jobQueueOptions, promotionOptions, systemOptions } = app.get(ConfigService);
        door = {
            clock,
            source: app.get(TransactionalConnection).rawConnection,
            jobs: jobQueueOptions.jobQueueStrategy,
            cache: systemOptions.cacheStrategy,
            sessions: authOptions.sessionCacheStrategy,
            actions: promotionOptions.promotionActions,
            allActions: [...promotionOptions.promotionActions],
            kept: null,
        };
    }
}
VendurePlugin({ imports: [PluginCommonModule] })(BackDoor);

module.exports = { BackDoor, gate };
