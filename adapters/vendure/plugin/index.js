/* What a Vendure shop needs to tell the loyalty connector of its orders, to show balances, and to take an amount off
 * that is counted with tax.
 *
 * The rule kept here: an event is the id of an order and nothing else, signed; it leaves through the shop's own job
 * queue, which tries again. Where to, and with which secret, the connector says through the Admin API.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
'use strict';

const { createHmac } = require('node:crypto');
const {
    JobQueueService,
    OrderPlacedEvent,
    OrderStateTransitionEvent,
    PaymentStateTransitionEvent,
    Permission,
    PluginCommonModule,
    RefundEvent,
    RefundStateTransitionEvent,
    RequestContextService,
    SettingsStoreService,
    EventBus,
    VendurePlugin,
} = require('@vendure/core');
const { amountWithTax } = require('./amount-with-tax.js');

const KEY = 'loyaltyConnector.webhook'; // its value: { url, secret }, or null
const TRIES = 8;
const PATIENCE = 10_000; // milliseconds
const EVENTS = [
    OrderPlacedEvent,
    OrderStateTransitionEvent,
    PaymentStateTransitionEvent,
    RefundEvent,
    RefundStateTransitionEvent,
];
const BALANCE = ['Available', 'Pending', 'Redeemed', 'Worth', 'Currency', 'Tier', 'AsOf'];

class LoyaltyConnectorPlugin {
    constructor(eventBus, jobs, contexts, settings) {
        Object.assign(this, { eventBus, jobs, contexts, settings });
    }

    async onApplicationBootstrap() {
        const queue = await this.jobs.createQueue({
            name: 'loyalty-connector',
            process: job => this.send(job.data.order),
        });
        for (const kind of EVENTS) {
            this.eventBus.ofType(kind).subscribe(event => {
                if (event.order.orderPlacedAt) {
                    void queue.add({ order: String(event.order.id) }, { retries: TRIES });
                }
            });
        }
    }

    async send(order) {
        const ctx = await this.contexts.create({ apiType: 'admin' });
        const where = await this.settings.get(ctx, KEY);
        if (!where || !where.url) {
            return 'nobody asked for it';
        }
        const body = JSON.stringify({ order });
        const answer = await fetch(where.url, {
            method: 'POST',
            redirect: 'error',
            signal: AbortSignal.timeout(PATIENCE),
            headers: {
                'content-type': 'application/json',
                'x-loyalty-topic': 'order',
                'x-loyalty-signature': createHmac('sha256', where.secret).update(body).digest('base64'),
            },
            body,
        });
        if (!answer.ok) {
            throw new Error(`the loyalty connector answered HTTP ${answer.status}`);
        }
        return answer.status;
    }
}

VendurePlugin({
    imports: [PluginCommonModule],
    compatibility: '^3.4.0',
    configuration: config => {
        config.settingsStoreFields = {
            ...config.settingsStoreFields,
            loyaltyConnector: [
                {
                    name: 'webhook',
                    requiresPermission: { read: Permission.ReadSettings, write: Permission.UpdateSettings },
                },
            ],
        };
        config.promotionOptions.promotionActions = [...config.promotionOptions.promotionActions, amountWithTax];
        config.customFields.Customer.push(
            ...BALANCE.map(name => ({ name: `loyalty${name}`, type: 'string', nullable: true, readonly: false })),
        );
        return config;
    },
})(LoyaltyConnectorPlugin);
Reflect.defineMetadata(
    'design:paramtypes',
    [EventBus, JobQueueService, RequestContextService, SettingsStoreService],
    LoyaltyConnectorPlugin,
);

module.exports = { LoyaltyConnectorPlugin };
