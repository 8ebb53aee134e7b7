// tests/run: 1800 seconds
// tests/run: waits
// Every POST route, while the n-th write, sync, allocation, opening, renaming, removal or socket operation of its program or of the custodian
// fails: what was answered with success is stored whole, what was not is stored whole or not at all, no value is shown without its
// record, the log verifies, and the same act succeeds afterwards. A route without an act in tests/support/acts.mjs fails this file.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Acts } from '../support/acts.mjs';
import { BIN, PROGRAMS, startInstance, WEB_PROGRAMS } from '../support/instance.mjs';
import { arm, disarm, environment, KINDS, positions } from '../support/nth.mjs';
import { until } from '../support/until.mjs';

const FLEETING = new Set(['session', 'sign_in_failure', 'sign_in_step', 'device']);
// What goes on behind its answer, in processes of its own, is tried elsewhere: http/import kills and starves it, http/import_undo and unit/import_undo take it back.
const ELSEWHERE = /^\/import/;
// Where a "no" could be a failure in disguise, every allocation of the custodian is made to fail: a right code must never be called wrong.
const DENSE = 24;
const denseFor = (route, who, kind) => (route === '/login/code' && who === 'custodian' && kind === 'alloc' ? DENSE : undefined);
// Saved in any case: where the custodian can't record that a number is looked for at other customers, it isn't, and the person is told (ARC-8).
const SAVES_UNASKED = new Set(['/customer/new', '/customer/{id}/edit', '/customer/{id}/contact/new', '/customer/{id}/contact/{contact}/edit']);
const MOST = 4_000_000;
const ONLY = new RegExp(process.env.KEDANG_FAULT_ROUTES ?? ''); // for trying one

let instance;
let acts;
const failed = new Map(); // "PROGRAM KIND" → how often
let tables;
before(async () => {
  instance = await startInstance({ customers: 20, setUp: wrapped });
  acts = new Acts(instance);
  tables = instance.store(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite%';`)
    .map((row) => row.name).filter((name) => !FLEETING.has(name) && !name.startsWith('customer_index'));
});
after(() => instance.stop());

function control(program, home = instance.home) {
  return path.join(path.dirname(home), `nth-${program}`);
}

// Each program is started by a script that lets its operations fail; one worker each, so that it is known who serves.
function wrapped(home) {
  const bin = path.join(path.dirname(home), 'bin');
  fs.mkdirSync(bin);
  fs.copyFileSync(path.join(BIN, 'kedang'), path.join(bin, 'kedang'));
  for (const program of PROGRAMS) {
    const real = path.join(BIN, program);
    const sets = Object.entries(environment(program, control(program, home))).map(([name, value]) => `${name}='${value}'`).join(' ');
    fs.writeFileSync(path.join(bin, program), `#!/bin/sh\n${sets} exec '${real}'\n`, { mode: 0o755 });
  }
  const workers = Object.fromEntries(WEB_PROGRAMS.map((program) => [`KEDANG_WORKERS_${program.toUpperCase()}`, '1']));
  return { bin, env: { KEDANG_SHARE: path.join(BIN, '../share'), ...workers } };
}

// How much there is of everything, and how much was recorded.
function amounts() {
  const [row] = instance.store(`SELECT ${tables.map((name) => `(SELECT count(*) FROM "${name}") AS "${name}"`).join(', ')},
    (SELECT sum(version) FROM customer) AS versions, (SELECT sum(version) FROM contact) AS contact_versions,
    (SELECT sum(version) FROM contract) AS contract_versions;`);
  return { store: row, records: instance.sql('custody/access.db', 'SELECT count(*) AS n FROM access;')[0].n };
}
const grown = (from, to) => JSON.stringify(Object.fromEntries(Object.keys(to.store).map((name) => [name, to.store[name] - from.store[name]]).filter(([, by]) => by !== 0)));

const succeeded = (answer) => answer.status === 200 || answer.status === 303;

// One act with its one request watched: { answer, grown, records }.
async function watch(act, around = (send) => send()) {
  let from;
  let to;
  const answer = await act(async (send) => {
    from = amounts();
    const got = await around(send).catch((error) => ({ status: 0, body: String(error) }));
    to = amounts();
    return got;
  });
  return { answer, grown: grown(from, to), records: to.records - from.records };
}

const fired = (program, kind, n) => fs.readFileSync(instance.path('log', `${program}.log`), 'utf8').includes(`nth: ${kind} ${n}\n`);
// What an act does when nothing fails; right after a fault a process may still be coming back.
async function works(act) {
  let last;
  await until('it works again', async () => {
    last = await watch(act).catch((error) => ({ answer: { status: String(error) } }));
    return succeeded(last.answer);
  }, 30_000);
  return last;
}

async function tryPosition(route, act, clean, program, kind, n) {
  const log = instance.path('log', `${program}.log`);
  fs.truncateSync(log);
  const one = await watch(act, async (send) => {
    arm(control(program), kind, n);
    try {
      return await send();
    } finally {
      disarm(control(program));
    }
  });
  const what = `${kind} ${n} of ${program}: ${one.answer.status}, ${one.grown}, ${one.records} records`;
  const happened = fired(program, kind, n);
  if (happened) failed.set(`${program} ${kind}`, (failed.get(`${program} ${kind}`) ?? 0) + 1);
  if (succeeded(one.answer)) {
    assert.equal(one.grown, clean.grown, `said to be done: ${what}`);
    const unasked = SAVES_UNASKED.has(route) && /notice=saved-unasked/.test(one.answer.location ?? '');
    assert.ok(unasked || one.records >= Math.min(clean.records, 1), `shown without a record: ${what}`);
  } else {
    assert.ok([0, 502, 503].includes(one.answer.status), what);
    assert.ok(one.grown === clean.grown || one.grown === '{}', `half done: ${what}`);
  }
  if (happened) assert.equal((await works(act)).grown, clean.grown, `again, after ${what}`);
  return happened;
}

describe('every POST route', () => {
  test('has an act', () => {
    const posts = instance.routes.filter((route) => route.method === 'POST').map((route) => route.path);
    assert.ok(posts.length > 15);
    assert.deepEqual(posts.filter((route) => !acts.routes[route] && !ELSEWHERE.test(route)), [], 'add an act to tests/support/acts.mjs');
  });
  test('is done whole or not at all', async (t) => {
    for (const { path: route, program, method } of instance.routes) {
      if (method !== 'POST' || !acts.routes[route] || !ONLY.test(route)) continue;
      const act = acts.routes[route];
      await works(act); // what is made once for all, a region's numbers, is there from now on
      const clean = await works(act);
      for (const who of program === 'admin' ? [program] : [program, 'custodian']) // admin asks the custodian nothing
        await t.test(`${route}, faults of ${who}`, async () => {
          for (const kind of KINDS)
            for (const n of positions(kind, denseFor(route, who, kind))) {
              assert.ok(n < MOST);
              if (!await tryPosition(route, act, clean, who, kind, n)) break;
            }
        });
    }
  });
});

test('something did fail, of every kind that there is', { skip: process.env.KEDANG_FAULT_ROUTES && 'only some routes were tried' }, () => {
  for (const wanted of ['login write', 'login sync', 'login alloc', 'login socket', 'customer write', 'customer sync', 'customer alloc', 'customer socket',
    'custodian write', 'custodian sync', 'custodian alloc', 'custodian socket'])
    assert.ok(failed.get(wanted) > 3, `${wanted}: ${failed.get(wanted) ?? 0}; ${JSON.stringify([...failed])}`);
});

test('CONF-5: afterwards the log verifies, and the store is sound', () => {
  const verified = instance.kedang(['verify']);
  assert.equal(verified.code, 0, verified.stderr);
  assert.deepEqual(instance.store('PRAGMA foreign_key_check;'), []);
  assert.deepEqual(instance.store('PRAGMA integrity_check;'), [{ integrity_check: 'ok' }]);
});
