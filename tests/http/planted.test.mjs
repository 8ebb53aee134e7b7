// Planted values (CONF-1, CONF-3, CONF-8): every route as every role; what is shown is recorded, and nothing is anywhere else.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ENGLISH, signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { contentsOf, Crawler, percentDecoded, plantGarden, unrecorded } from '../support/planted.mjs';
import { reaches } from '../support/scope.mjs';
import { until } from '../support/until.mjs';

let instance;
let garden;
const crawlers = new Map();

before(async () => {
  instance = await startInstance({ customers: 60 });
  const creators = instance.store(`SELECT key FROM role r JOIN role_permission p ON p.role_id = r.id WHERE p.permission = 'customer.create';`).map((row) => row.key);
  garden = await plantGarden(instance, creators);
  await (await signedIn(instance, 'auditor')).get('/audit');
});
after(() => instance.stop());

test('values are planted in every confidential field', () => {
  const keys = new Set(instance.fields.filter((field) => field.level >= 2).map((field) => field.key));
  assert.deepEqual([...new Set(garden.values.map((planted) => planted.field))].sort(), [...keys].sort());
  const all = garden.values.flatMap((planted) => planted.shapes);
  assert.equal(new Set(all).size, all.length, 'each shape is one value only');
  for (const planted of garden.values) assert.deepEqual(garden.find(`… ${planted.shapes.at(-1)} …`), [planted], planted.field);
});

test('every route as every role: each value found in an answer has its record, CONF-3', async () => {
  const queue = [...new Set(instance.accounts.map((account) => account.role))];
  await Promise.all([1, 2, 3].map(async () => {
    while (queue.length > 0) {
      const role = queue.shift();
      crawlers.set(role, await new Crawler(garden, await signedIn(instance, role, queue.length % 2 === 0 ? ENGLISH : {})).crawl());
    }
  }));
  for (const [role, crawler] of crawlers) assert.deepEqual(crawler.faults, [], role);
});

test('the crawl reached every route and disclosed to everybody who may reveal', () => {
  const expected = instance.routes.filter((route) => !(route.method === 'POST' && /logout|password|delete/.test(route.path))).map((route) => `${route.method} ${route.path}`);
  const seen = new Set([...crawlers.values()].flatMap((crawler) => [...crawler.seen]));
  assert.deepEqual(expected.filter((route) => !seen.has(route)), []);
  const revealing = instance.store(`SELECT key FROM role r JOIN role_permission p ON p.role_id = r.id WHERE p.permission = 'customer.reveal' AND r.level >= 2;`).map((row) => row.key);
  for (const role of crawlers.keys()) {
    const { disclosed } = crawlers.get(role);
    if (revealing.includes(role) && garden.customers.some(({ id }) => reaches(instance, role, id))) assert.ok(disclosed > 0, `${role} was shown something`);
    else assert.equal(disclosed, 0, `${role} was shown nothing`);
  }
  const all = [...crawlers.values()].reduce((sum, crawler) => sum + crawler.disclosed, 0);
  assert.ok(all > 300, `${all} values were shown`);
});

test('CONF-2: what was shown lies within the level of the role, with a purpose; of level 3 only own customers', () => {
  const levels = new Map(instance.store('SELECT key, level FROM role;').map((role) => [role.key, role.level]));
  const owners = new Map(instance.store('SELECT id, owner_id FROM customer;').map((customer) => [customer.id, customer.owner_id]));
  const wrong = instance.access('result = 1 AND channel = 1').filter((record) => record.level > levels.get(record.role) || record.purpose === '' ||
    (record.level === 3 && (record.purpose_text === '' || owners.get(record.customer_id) !== record.person_id)));
  assert.deepEqual(wrong, []);
});

test('CONF-8: no planted value is in any file of the home: databases, logs of programs and web server, anything', () => {
  const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? walk(file) : entry.isFile() ? [file] : [];
  });
  const files = walk(instance.home);
  for (const name of ['db/kedang.db', 'custody/access.db', 'log/access.log', 'log/customer.log'])
    assert.ok(files.some((file) => file.endsWith(name)), `${name} is among them`);
  for (const file of files) {
    const bytes = fs.readFileSync(file);
    const texts = [bytes.toString('utf8'), bytes.toString('utf16le'), percentDecoded(bytes.toString('latin1'))];
    for (const content of texts) assert.deepEqual(garden.find(content).map((planted) => `${planted.field}: ${planted.value}`), [], file);
  }
});

// --- the test can fail ---

test('a value without a record is found out', async () => {
  const clerk = await signedIn(instance, 'archive_clerk');
  const { id } = garden.customers.at(-1);
  instance.signal('custodian', 'SIGKILL'); // the next one does not know how often the crawl was refused
  await until('the custodian is back', async () => (await clerk.post(`/customer/${id}/reveal`, { field: 'fax', purpose: 'contact' })).status === 200);
  const route = instance.routes.find((one) => one.discloses && one.path === '/customer/{id}/reveal');
  const answer = Object.assign(await clerk.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' }), { startedAt: Date.now(), endedAt: Date.now() });
  assert.ok(garden.find(contentsOf(answer)).length > 0, `something is shown: ${answer.status} ${answer.page.text}`);
  assert.deepEqual(unrecorded(garden, answer, clerk.login, route), []);
  assert.equal(unrecorded(garden, answer, 'somebody.else', route).length, 1, 'recorded for another person');
  assert.equal(unrecorded(garden, answer, clerk.login, { ...route, discloses: false }).length, 1, 'by a route that does not declare it');
  assert.equal(unrecorded(garden, { ...answer, body: answer.body, headers: answer.headers, request: answer.request, number: '0000000000000000' }, clerk.login, route).length, 1, 'recorded for another request');
  const fax = garden.values.find((planted) => planted.record === id && planted.field === 'fax' && planted.stored);
  const both = { ...answer, body: answer.body.replace('</main>', `<i>${fax.value.slice(0, 4)}</i>${fax.value.slice(4)}</main>`), headers: answer.headers, number: answer.number };
  assert.deepEqual(unrecorded(garden, both, clerk.login, route).map((fault) => /showed (\w+)/.exec(fault)[1]), ['fax'], 'another field, cut up by markup');
});

test('a leak in the product is found out by the crawl', async () => {
  const { id } = garden.customers[0];
  const planted = garden.values.find((one) => one.kind === 1 && one.record === id && one.field === 'phone' && one.stored);
  instance.store(`UPDATE field_value SET value = '${planted.value}' WHERE kind = 1 AND record_id = ${id} AND field = 'goods';`, { write: true });
  const crawler = await new Crawler(garden, await signedIn(instance, 'technical')).crawl();
  assert.ok(crawler.faults.some((fault) => fault.includes(`/customer/${id}`) && fault.includes('phone')), crawler.faults.slice(0, 5).join('\n'));
});
