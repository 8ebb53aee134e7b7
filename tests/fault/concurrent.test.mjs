// Sixteen people creating and editing at once: every accepted request is there, and none is refused for a lock.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';

const PEOPLE = 16;
const EACH = 12;

let instance;
let people;
before(async () => {
  instance = await startInstance({ customers: 30 });
  people = await Promise.all(Array.from({ length: PEOPLE }, (_, i) => signedIn(instance, i % 2 === 0 ? 'archive_clerk' : 'sales')));
});
after(() => instance.stop());

const idOf = (answer) => Number(/\/customer\/(\d+)/.exec(answer.location)[1]);

test('everybody creates: all are there once, with numbers of their own, sealed and searchable', async () => {
  const created = (await Promise.all(people.map(async (client, person) => {
    const ids = [];
    for (let i = 0; i < EACH; i++) {
      const answer = await client.post('/customer/new', { name: `同时新建${person}之${i}公司`, phone: `1952000${String(person * 100 + i).padStart(4, '0')}`, goods: `货${i}`, owner: client.login });
      assert.equal(answer.status, 303, answer.page.text.slice(0, 500));
      ids.push(idOf(answer));
    }
    return ids;
  }))).flat();
  assert.equal(new Set(created).size, PEOPLE * EACH);
  const rows = instance.store(`SELECT c.id, c.archive_no, c.code, c.name, (SELECT value FROM field_value f WHERE f.kind = 1 AND f.record_id = c.id AND f.field = 'phone') AS mask,
    (SELECT count(*) FROM history h WHERE h.customer_id = c.id) AS changes FROM customer c WHERE name LIKE '同时新建%';`);
  assert.equal(rows.length, PEOPLE * EACH);
  assert.deepEqual(rows.map((row) => row.id).sort(), [...created].sort());
  for (const key of ['archive_no', 'code']) assert.equal(new Set(rows.map((row) => row[key])).size, rows.length, key);
  for (const row of rows) assert.ok(/^195\*+\d{4}$/.test(row.mask) && row.changes > 0, JSON.stringify(row));
  const found = await people[0].get(`/customer?q=${encodeURIComponent('时新')}`);
  assert.equal(found.page.rows.length, 50);
});

test('everybody edits the same customer: what was accepted is there, who came second was told', async () => {
  const clerks = people.filter((client) => client.role === 'archive_clerk');
  const id = idOf(await clerks[0].post('/customer/new', { name: '大家修改公司', owner: clerks[0].login }));
  const path = `/customer/${id}/edit`;
  const statuses = [];
  const accepted = await Promise.all(clerks.map(async (client, person) => {
    let saved = 0;
    for (let i = 0; i < EACH; i++) {
      const page = (await client.get(path)).is(200).page;
      const answer = await client.send(page, path, { goods: `货物 ${person}-${i}` });
      statuses.push(answer.status);
      assert.ok([303, 409].includes(answer.status), `${answer.status}: ${answer.page.text.slice(0, 500)}`);
      saved += answer.status === 303 ? 1 : 0;
    }
    return saved;
  }));
  const total = accepted.reduce((sum, count) => sum + count, 0);
  const [{ version }] = instance.store(`SELECT version FROM customer WHERE id = ${id};`);
  const changes = instance.store(`SELECT version, before, after FROM history WHERE customer_id = ${id} AND field = 'goods' ORDER BY version;`);
  assert.equal(version, total + 1, 'each accepted change is one version');
  assert.equal(changes.length, total);
  for (let i = 1; i < changes.length; i++) assert.equal(changes[i].before, changes[i - 1].after, 'no change was lost between two');
  assert.ok(total > 0 && statuses.includes(409), 'there was something to tell');
});

test('creating, editing, looking and listing mixed: nobody gets an error', async () => {
  const answers = await Promise.all(people.map(async (client, person) => {
    const codes = new Map();
    const note = (answer) => codes.set(answer.status, (codes.get(answer.status) ?? 0) + 1);
    const own = idOf(await client.post('/customer/new', { name: `混合${person}公司`, phone: `1953000${String(person).padStart(4, '0')}`, owner: client.login }));
    for (let i = 0; i < 6; i++) {
      note(await client.get('/customer?sort=name'));
      note(await client.submit(`/customer/${own}/edit`, `/customer/${own}/edit`, { goods: `混合 ${i}` }));
      note(await client.post(`/customer/${own}/reveal`, { field: 'phone', purpose: 'contact' }));
      note(await client.post(`/customer/${own}/contact/new`, { name: `联系人${i}`, mobile: `1954000${String(person * 10 + i).padStart(4, '0')}` }));
      note(await client.post('/customer/search', { q: `1953000${String(person).padStart(4, '0')}` }));
    }
    return Object.fromEntries(codes);
  }));
  for (const codes of answers) assert.deepEqual(codes, { 200: 12, 303: 18 });
  assert.equal(instance.store("SELECT count(*) AS n FROM contact k JOIN customer c ON c.id = k.customer_id WHERE c.name LIKE '混合%';")[0].n, PEOPLE * 6);
  assert.equal(instance.access("channel = 1 AND field = 'phone' AND result = 1").length, PEOPLE * 6);
  assert.equal(instance.kedang(['verify']).code, 0);
});
