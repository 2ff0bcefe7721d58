/* The store's clock: it stands still until a test moves it. Loaded before anything else. */
'use strict';

const path = require('node:path');

const Real = Date;
let now = null; // milliseconds; null: the machine's

class Moved extends Real {
    constructor(...given) {
        super(...(given.length ? given : [Moved.now()]));
    }

    static now() {
        return now ?? Real.now();
    }
}
globalThis.Date = Moved;

// Timers that RxJS sets by the clock would never come due while it stands.
const inside = path.join(path.dirname(require.resolve('rxjs')), 'internal/scheduler/dateTimestampProvider.js');
require(inside).dateTimestampProvider.delegate = { now: () => Real.now() };

module.exports = {
    set(milliseconds) {
        now = milliseconds;
    },
};
