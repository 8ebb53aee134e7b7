// kill -9 of each process again and again while people write and look: whatever was acknowledged is there afterwards, the
// chain of the access log verifies, and every process comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, signedIn } from '../support/client.mjs';
import { startInstance, WEB_PROGRAMS } from '../support/instance.mjs';
import { until } from '../support/until.mjs';

const KILLS = 4; // of each kind

let instance;
let clerk;
let id;
before(async () => {
  instance = await startInstance({ customers: 30 });
  clerk = await signedIn(instance, 'archive_clerk');
  id = Number(/\d+/.exec((await clerk.submit('/customer/new', '/customer/new', { name: '查看对象公司', phone: '19561234567' })).location)[0]);
});
after(() => instance.stop());

let numbers = 0; // of customers' telephones so far

// A person who goes on whatever happens, and remembers what was acknowledged.
class Worker {
  created = [];
  revealed = [];
  refusals = new Map();
  going = true;

  constructor(client, name) {
    this.client = client;
    this.name = name;
  }

  async #try(send) {
    try {
      const answer = await send();
      if (answer.status >= 400) this.refusals.set(answer.status, (this.refusals.get(answer.status) ?? 0) + 1);
      return answer;
    } catch (error) {
      this.refusals.set(error.code ?? error.message, (this.refusals.get(error.code ?? error.message) ?? 0) + 1);
      return null;
    }
  }

  async run() {
    for (let i = 0; this.going; i++) {
      const name = `写入${this.name}之${i}公司`;
      const phone = `1957${String(++numbers).padStart(7, '0')}`; // nobody else's
      const made = await this.#try(() => this.client.post('/customer/new', { name, phone, owner: this.client.login }));
      if (made?.status === 303) this.created.push(name);
      const shown = await this.#try(() => this.client.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' }));
      if (shown?.body.includes('19561234567')) this.revealed.push(shown.number);
    }
  }
}

const KINDS = [
  ['custodian', () => instance.pids('custodian')],
  ['a worker of customer', () => instance.pids('customer', { worker: true }).slice(0, 1)],
  ['the parent of customer', () => instance.pids('customer', { worker: false })],
  ...WEB_PROGRAMS.map((program) => [`${program}, all of it`, () => instance.pids(program)]),
  ['a worker of nginx', () => instance.pids('nginx', { worker: true }).slice(0, 1)],
  ['the master of nginx', () => instance.pids('nginx', { worker: false })],
  ['a supervisor', () => instance.pids('runsv').slice(0, 1)],
];

async function works() {
  try {
    const visitor = new Client(instance);
    const [login, list, shown] = [await visitor.get('/login'), await clerk.get('/customer'),
      await clerk.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' })];
    visitor.close();
    return login.status === 200 && list.status === 200 && shown.status === 200;
  } catch {
    return false;
  }
}

test('after kill -9 of anything during writes, everything acknowledged is there', async (t) => {
  for (const [what, find] of KINDS)
    await t.test(what, async () => {
      const workers = await Promise.all([1, 2, 3].map(async (n) => new Worker(await signedIn(instance, 'archive_clerk'), `${what}${n}`)));
      const running = workers.map((worker) => worker.run());
      const total = () => workers.reduce((sum, worker) => sum + worker.created.length + worker.revealed.length, 0);
      for (let i = 0; i < KILLS; i++) {
        const before = total();
        await until('writes go on', () => total() >= before + 10, 20_000);
        const victims = await until(`${what} is there`, () => { const pids = find(); return pids.length > 0 && pids; }, 20_000);
        for (const pid of victims) {
          try {
            process.kill(pid, 'SIGKILL');
          } catch (error) {
            if (error.code !== 'ESRCH') throw error;
          }
        }
        await until('the victims are gone', () => !victims.some((pid) => instance.processes().some((found) => found.pid === pid)));
      }
      await until('everything works again', works, 30_000);
      for (const worker of workers) worker.going = false;
      await Promise.all(running);

      const names = new Map(instance.store('SELECT name, count(*) AS n FROM customer GROUP BY name;').map((row) => [row.name, row.n]));
      const requests = new Set(instance.access('result = 1').map((record) => record.request));
      for (const worker of workers) {
        for (const name of worker.created) assert.equal(names.get(name), 1, `${name} was acknowledged`);
        for (const number of worker.revealed) assert.ok(requests.has(number), `the look of request ${number} was shown and is not recorded`);
        for (const status of worker.refusals.keys()) assert.ok([502, 503, 504, 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'socket hang up'].includes(status), `${what}: ${status}`);
        worker.client.close();
      }
      const sealed = instance.store("SELECT count(*) AS n FROM customer c WHERE name LIKE '写入%' AND NOT EXISTS (SELECT 1 FROM field_value f WHERE f.kind = 1 AND f.record_id = c.id AND f.field = 'phone' AND f.box IS NOT NULL);");
      assert.equal(sealed[0].n, 0, 'no customer is half stored');
      const verified = instance.kedang(['verify']);
      assert.equal(verified.code, 0, verified.stderr);
    });
});

test('afterwards the database is sound', () => {
  assert.deepEqual(instance.store('PRAGMA integrity_check(10);').map((row) => row.integrity_check).filter((line) => !/fts5|tokenizer|customer_(name|initials)_index|customer_search/.test(line)), ['ok']);
  assert.deepEqual(instance.store('PRAGMA foreign_key_check;'), []);
});
