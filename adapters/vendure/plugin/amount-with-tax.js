/* Takes an amount off an order that its buyer sees in full, where the channel keeps its prices without tax.
 *
 * The rule kept here: what the order costs with tax falls by the amount. Vendure keeps whole parts before tax, so at some
 * prices no discount does exactly that: then it falls by the least that is more, one part as a rule. Whether it does is
 * not reckoned but tried, on copies, with the shop's own arithmetic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
'use strict';

const { AdjustmentType, ConfigService, LanguageCode, prorate, PromotionOrderAction } = require('@vendure/core');

let config = null;

/* What is reckoned is left to the copy's own kind: the store binds such properties to the entity that it loaded. */
function copy(entity, changed) {
    const kept = Object.entries(Object.getOwnPropertyDescriptors(entity)).filter(([, one]) => 'value' in one);
    return Object.assign(Object.create(Object.getPrototypeOf(entity), Object.fromEntries(kept)), changed);
}

const grossOfLines = lines => lines.reduce((sum, line) => sum + line.proratedLinePriceWithTax, 0);

function gross(order, lines) {
    const strategy = config.taxOptions.orderTaxCalculationStrategy; // from Vendure 3.6 on
    return strategy ? strategy.calculateOrderTotals(copy(order, { lines })).subTotalWithTax : grossOfLines(lines);
}

function weights(ctx, order) {
    const strategy = config.orderOptions.orderLineDiscountDistributionStrategy; // from Vendure 3.7 on
    const weigh = line => (strategy ? strategy.getWeight(ctx, line, order) : line.proratedLinePriceWithTax);
    return Promise.all(order.lines.map(weigh));
}

function lowered(lines, shares) {
    return lines.map((line, i) => {
        const trial = copy(line);
        trial.addAdjustment({
            amount: shares[i],
            adjustmentSource: '',
            description: '',
            type: AdjustmentType.DISTRIBUTED_ORDER_PROMOTION,
            data: {},
        });
        return trial;
    });
}

/* The least whole number up to `most` at which `enough` holds, if it holds from somewhere on. */
function least(most, enough) {
    let [low, high] = [0, most];
    while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (enough(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

async function taken(ctx, order, amount) {
    const most = grossOfLines(order.lines);
    const wanted = Math.min(amount, most);
    if (ctx.channel.pricesIncludeTax || wanted <= 0) {
        return Math.max(wanted, 0);
    }
    const [before, shares] = [gross(order, order.lines), await weights(ctx, order)];
    const falls = net => before - gross(order, lowered(order.lines, prorate(shares, -net)));
    const first = least(most, net => falls(net) >= wanted);
    const around = order.lines.length; // each line is rounded by itself
    for (let net = Math.max(first - around, 0); net <= first + around; net++) {
        if (falls(net) === wanted) {
            return net;
        }
    }
    return first;
}

exports.amountWithTax = new PromotionOrderAction({
    code: 'loyalty_amount_with_tax',
    description: [{ languageCode: LanguageCode.en, value: 'Loyalty: take off an amount, counted with tax' }],
    args: { amount: { type: 'int', ui: { component: 'currency-form-input' } } },
    init: injector => {
        config = injector.get(ConfigService);
    },
    execute: async (ctx, order, { amount }) => -(await taken(ctx, order, amount)),
});
