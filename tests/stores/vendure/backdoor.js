/* What a test does to the store that no API does: move its clock, make it stumble, put it back to how it began, make
 * many of what it has one of.
 *
 * POST /back/<verb> with JSON; the answer is JSON.
 */
'use strict';

const { writeFileSync } = require('node:fs');
const {
    ConfigService,
    PluginCommonModule,
    TransactionalConnection,
    VendurePlugin,
} = require('@vendure/core');

const PLUGGED = 'loyalty_amount_with_tax';
const LEFT_BEHIND = ['session', 'history_entry']; // of what belongs to a row, not copied with it
let door = null;
let fault = null; // null, 'stumble' or 'lose'

const verbs = {
    clock: ({ at }) => door.clock.set(at),
    sql: ({ statement, values }) => all(statement, values),
    remember: ({ name, table, id }) => {
        door.models.set(name, belonging(table, id));
    },
    copy: ({ name, unless, changed, now, tell }) => {
        const model = door.models.get(name);
        return !model || all(...unless).length ? null : copied(model, changed, now)[tell];
    },
    unplug: () => {
        door.actions.splice(door.actions.findIndex(one => one.code === PLUGGED), 1);
    },
    fault: ({ kind }) => {
        fault = kind;
    },
    keep: ({ file }) => {
        free();
        door.kept = door.source.driver.export();
        if (file) writeFileSync(file, door.kept);
        all('PRAGMA foreign_keys = ON'); // exporting opens the database anew
    },
    back: async ({ at }) => {
        fault = null;
        door.clock.set(at);
        door.actions.splice(0, Infinity, ...door.allActions);
        const { driver } = door.source;
        const { constructor: Database } = driver.databaseConnection;
        free();
        driver.databaseConnection.close();
        driver.databaseConnection = prepareOnce(new Database(door.kept));
        all('PRAGMA foreign_keys = ON');
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

/* Making a statement of a text takes longer than doing it, and the store asks the same again and again. */
function prepareOnce(database) {
    const prepare = database.prepare.bind(database);
    database.prepare = text => {
        if (text.startsWith('PRAGMA')) return prepare(text); // is done while it is prepared
        let prepared = door.prepared.get(text);
        if (!prepared) {
            prepared = prepare(text);
            prepared.free = prepared.reset;
            door.prepared.set(text, prepared);
        }
        return prepared;
    };
    return database;
}

function free() {
    for (const prepared of door.prepared.values()) Object.getPrototypeOf(prepared).free.call(prepared);
    door.prepared.clear();
}

function all(statement, values = []) {
    const prepared = door.source.driver.databaseConnection.prepare(statement);
    const rows = [];
    try {
        for (prepared.bind(values); prepared.step(); ) rows.push(prepared.getAsObject());
    } finally {
        prepared.free();
    }
    return rows;
}

/* Table → [{ table, column }]: what points at it. */
function pointing() {
    const found = {};
    for (const { name } of all("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        if (LEFT_BEHIND.includes(name)) continue;
        for (const one of all(`PRAGMA foreign_key_list("${name}")`)) {
            (found[one.table] ??= []).push({ table: name, column: one.from });
        }
    }
    return found;
}

/* A row and all that points at it, each with its columns that point at others of them. */
function belonging(table, id) {
    door.pointing ??= pointing();
    const found = new Map();
    const wanted = [{ table, column: 'id', value: id }];
    for (const { table, column, value } of wanted) {
        for (const row of all(`SELECT * FROM "${table}" WHERE "${column}" = ?`, [value])) {
            const key = `${table} ${row.id ?? JSON.stringify(row)}`;
            if (found.has(key)) continue;
            found.set(key, { key, table, row, links: [] });
            for (const one of (row.id && door.pointing[table]) || []) wanted.push({ ...one, value: row.id });
        }
    }
    for (const { key, table, row } of [...found.values()].filter(one => one.row.id)) {
        for (const other of found.values()) {
            for (const one of door.pointing[table] ?? []) {
                if (one.table === other.table && other.row[one.column] === row.id) other.links.push([one.column, key]);
            }
        }
    }
    return [...found.values()];
}

/* The same rows once more, made now, with new ids that point at each other. Table → the id of its last one. */
function copied(model, changed, now) {
    const next = {};
    const ids = new Map();
    for (const { key, table, row } of model.filter(one => one.row.id)) {
        next[table] ??= all('SELECT seq FROM sqlite_sequence WHERE name = ?', [table])[0].seq;
        ids.set(key, ++next[table]);
    }
    all('PRAGMA foreign_keys = OFF'); // until all are there
    for (const { key, table, row, links } of model) {
        const made = { ...row, ...changed[table] };
        if (row.id) made.id = ids.get(key);
        for (const name of ['createdAt', 'updatedAt', 'orderPlacedAt']) if (row[name]) made[name] = now;
        for (const [column, key] of links) made[column] = ids.get(key);
        const names = Object.keys(made);
        const places = names.map(() => '?');
        all(`INSERT INTO "${table}" (${names.map(name => `"${name}"`)}) VALUES (${places})`, Object.values(made));
    }
    all('PRAGMA foreign_keys = ON');
    return next;
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
            models: new Map(),
            prepared: new Map(),
        };
    }
}
VendurePlugin({ imports: [PluginCommonModule] })(BackDoor);

module.exports = { BackDoor, gate };
