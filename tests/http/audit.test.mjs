// The access log as the auditor reads it: who, which field, of whom, when, why, with what result; never a value (CONF-5, CONF-6).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ENGLISH, signedIn } from '../support/client.mjs';
import { attribute } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';

const LOG_CHANNEL = 7;

let instance;
let auditor;
let clerk;
let sales;
let ids;
before(async () => {
  instance = await startInstance({ customers: 40 });
  [auditor, clerk, sales] = [await signedIn(instance, 'auditor'), await signedIn(instance, 'archive_clerk'), await signedIn(instance, 'sales')];
  ids = [];
  for (const [client, phone] of [[clerk, '19511110001'], [sales, '19511110002']]) {
    const answer = (await client.submit('/customer/new', '/customer/new', { name: `审计对象${phone.slice(-1)}公司`, phone, bank_account: `62170000${phone}` })).is(303);
    ids.push(Number(/\d+/.exec(answer.location)[0]));
  }
  await reveal(clerk, ids[0], 'phone', { purpose: 'complaint' });
  await reveal(sales, ids[1], 'bank_account', { purpose: 'billing', purpose_text: '核对四月运费账号' });
  await reveal(sales, ids[0], 'phone', { purpose: 'visit' });
});
after(() => instance.stop());

const reveal = (client, id, field, more) => client.post(`/customer/${id}/reveal`, { field, ...more });
const numberOf = (id) => instance.store(`SELECT archive_no FROM customer WHERE id = ${id};`)[0].archive_no;
const seqOf = (row) => Number(/^\/audit\/(\d+)$/.exec(row.href)[1]);

test('newest first, with everything but the value', async () => {
  const page = (await auditor.get('/audit')).is(200).page;
  const seqs = page.rows.map(seqOf);
  assert.deepEqual(seqs, [...seqs].sort((a, b) => b - a));
  const row = page.rows.find((found) => found.cells.join().includes('核对四月运费账号'));
  const words = row.cells.join(' | ');
  const { name } = instance.store(`SELECT name FROM person WHERE login = '${sales.login}';`)[0];
  for (const part of [name, numberOf(ids[1]), '审计对象2公司', '银行账号', '开票与收款', '页面', '已查看', '127.0.0.1'])
    assert.ok(words.includes(part), `${part} in ${words}`);
  const refused = page.rows.find((found) => found.cells.join().includes('拒绝'));
  assert.ok(refused.cells.join().includes('不在本人职责范围内'));
  for (const value of ['19511110001', '19511110002']) assert.ok(!page.html.includes(value));
});

test('one record in full', async () => {
  const [record] = instance.access("purpose = 'billing'");
  const page = (await auditor.get(`/audit/${record.seq}`)).is(200).page;
  for (const part of [record.login, record.request, record.session, '127.0.0.1', numberOf(ids[1]), '核对四月运费账号', '机密'])
    assert.ok(page.text.includes(part), part);
  assert.ok(!page.html.includes('19511110002'));
});

test('reading the log is itself recorded, each page and each record', async () => {
  const count = () => instance.access(`channel = ${LOG_CHANNEL} AND login = '${auditor.login}'`).length;
  const before = count();
  const answer = (await auditor.get('/audit')).is(200);
  assert.equal(count(), before + 1);
  const [record] = instance.access(`channel = ${LOG_CHANNEL}`).slice(-1);
  assert.equal(record.request, answer.number);
  assert.equal(record.result, 1);
  (await auditor.get('/audit/1')).is(200);
  assert.equal(count(), before + 2);
});

test('others than auditors are refused', async () => {
  for (const role of ['general_manager', 'archive_clerk', 'administrator']) {
    const client = await signedIn(instance, role);
    (await client.get('/audit')).is(403, role);
    (await client.get('/audit/1')).is(403, role);
  }
});

test('filters by customer, person and days, alone and together, CONF-6', async () => {
  const form = (await auditor.get('/audit')).page.form('/audit');
  assert.deepEqual(form.controls.map((control) => control.name).filter(Boolean).sort(), ['customer', 'from', 'person', 'to']);
  const filtered = async (query) => (await auditor.get(`/audit?${new URLSearchParams(query)}`)).is(200).page.rows.map(seqOf);
  const expected = (where) => instance.access(where).map((record) => record.seq);
  const same = async (query, where) => {
    const seqs = (await filtered(query)).sort((a, b) => a - b);
    assert.deepEqual(seqs, expected(`(${where}) AND seq <= ${seqs.at(-1) ?? 0}`), JSON.stringify(query));
  };
  await same({ customer: numberOf(ids[0]) }, `customer_id = ${ids[0]}`);
  await same({ person: sales.login }, `login = '${sales.login}'`);
  await same({ customer: numberOf(ids[0]), person: sales.login }, `customer_id = ${ids[0]} AND login = '${sales.login}'`);
  assert.equal((await filtered({ customer: numberOf(ids[0]) })).length, 2);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  assert.ok((await filtered({ from: today, to: today, person: sales.login })).length >= 2);
  assert.deepEqual(await filtered({ to: '2020-01-01' }), []);
  assert.deepEqual(await filtered({ from: '2199-01-01' }), []);
  assert.ok((await filtered({ person: `  ${sales.login} ` })).length > 0, 'blanks around do not matter');
});

test('people and customers are found by name too, CONF-6', async () => {
  const filtered = async (query) => (await auditor.get(`/audit?${new URLSearchParams(query)}`)).is(200).page.rows.map(seqOf);
  const [{ name }] = instance.store(`SELECT name FROM person WHERE login = '${sales.login}';`);
  assert.deepEqual(await filtered({ person: name }), await filtered({ person: sales.login }));
  assert.deepEqual(await filtered({ customer: '审计对象1公司' }), await filtered({ customer: numberOf(ids[0]) }));
  instance.store(`UPDATE person SET name = '${name}' WHERE login = '${clerk.login}';`, { write: true });
  const page = (await auditor.get(`/audit?person=${encodeURIComponent(name)}`)).is(422).page;
  for (const login of [sales.login, clerk.login]) assert.ok(page.text.includes(login), login);
});

test('what is no filter is said at the input and kept', async () => {
  const page = (await auditor.get('/audit?customer=NO-SUCH&person=nobody.here&from=gestern&to=2020-13-01')).is(422).page;
  for (const [name, value] of [['customer', 'NO-SUCH'], ['person', 'nobody.here'], ['from', 'gestern'], ['to', '2020-13-01']])
    assert.equal(page.form('/audit').control(name).value, value);
  assert.ok(page.all((node) => attribute(node, 'aria-invalid') === 'true').length >= 3);
  (await auditor.get('/audit?from=2026-02-02&to=2026-02-01')).is(422);
});

test('page by page to the first record, none twice, none left out', async () => {
  for (let i = 0; i < 110; i++) await reveal(clerk, ids[0], 'phone', { purpose: 'contact' });
  const seqs = [];
  let address = '/audit?person=' + clerk.login;
  while (address) {
    const page = (await auditor.get(address)).is(200).page;
    seqs.push(...page.rows.map(seqOf));
    address = page.all((node) => attribute(node, 'rel') === 'next').map((node) => attribute(node, 'href'))[0];
  }
  assert.deepEqual(seqs.reverse(), instance.access(`login = '${clerk.login}'`).map((record) => record.seq));
});

test('numbers that are no record', async () => {
  for (const path of ['/audit/999999', '/audit/9223372036854775807', '/audit/0'])
    (await auditor.get(path)).is(404, path);
  for (const before of ['x', '-1', '0', '99999999999999999999']) (await auditor.get(`/audit?before=${before}`)).is(200, before);
});

test('in English', async () => {
  const english = await signedIn(instance, 'auditor', ENGLISH);
  const page = (await english.get(`/audit?person=${sales.login}`)).is(200).page;
  for (const part of ['Access log', 'Disclosed', 'Refused: outside their scope', 'Invoicing and collecting payment', 'Telephone'])
    assert.ok(page.text.includes(part) || page.html.includes(part), part);
});

test('times are in the company\'s zone', async () => {
  const [record] = instance.access("purpose = 'billing'");
  const page = (await auditor.get(`/audit/${record.seq}`)).page;
  const local = new Date(record.time + 8 * 3_600_000).toISOString();
  assert.ok(page.text.includes(`${local.slice(0, 10)} ${local.slice(11, 16)}`), page.text);
});
