// Whether a customer is there already is asked when one is entered (ARC-8).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { FAULTS } from '../support/faults.mjs';
import { startInstance } from '../support/instance.mjs';
import { create } from '../support/records.mjs';
import { until } from '../support/until.mjs';

let instance;
let clerk;
let sales;
let first;
before(async () => {
  instance = await startInstance({ customers: 100 });
  [clerk, sales] = await Promise.all(['archive_clerk', 'sales'].map((role) => signedIn(instance, role)));
  first = await create(clerk, { name: '深圳市恒远（南山）物流有限公司', region: '440305' });
});
after(() => instance.stop());

const typed = (name, more = {}) => ({ version: '0', owner: clerk.login, name, ...more });
const count = () => instance.store('SELECT count(*) AS n FROM customer;')[0].n;
const tokenOf = (answer) => /name="twins" value="([^"]*)"/.exec(answer.body)?.[1];

test('ARC-8 the same name is told, with what is typed kept, and saved in spite of it', async () => {
  const there = count();
  for (const name of ['深圳市恒远（南山）物流有限公司', ' 深圳市恒远(南山)物流有限公司 ', '深圳市恒远南山物流有限公司']) {
    const answer = (await clerk.post('/customer/new', typed(name, { address: '科技园 <1>', phone: '13900001111' }))).is(422);
    assert.match(answer.page.text, /可能已有这家客户/, name);
    assert.match(answer.page.text, /名称相同/);
    assert.ok(answer.body.includes(`href="/customer/${first}"`));
    assert.match(answer.body, /科技园 &lt;1&gt;/);
    assert.match(answer.body, /13900001111/, 'nothing typed is lost');
  }
  assert.equal(count(), there);
  const warned = await clerk.post('/customer/new', typed('深圳市恒远南山物流有限公司'));
  (await clerk.post('/customer/new', typed('深圳市恒远南山物流有限公司', { twins: tokenOf(warned) }))).is(303);
  assert.equal(count(), there + 1);
});

test('ARC-8 who wanted to go on to a contact goes on to it in spite of the warning', async () => {
  const warned = (await clerk.post('/customer/new', typed('深圳市恒远南山物流有限公司', { next: '1' }))).is(422);
  assert.match(warned.body, /name="going" value="1"/);
  const saved = (await clerk.post('/customer/new', typed('深圳市恒远南山物流有限公司', { going: '1', twins: tokenOf(warned) }))).is(303);
  assert.match(saved.location, /^\/customer\/\d+\/contact\/new\?/);
  const plain = (await clerk.post('/customer/new', typed('深圳市恒远南山物流有限公司'))).is(422);
  assert.doesNotMatch(plain.body, /name="going"/);
  const other = (await clerk.post('/customer/new', typed('又一家没有同名的单位', { going: '1' }))).is(303);
  assert.match(other.location, /^\/customer\/\d+\?/, 'the button to save saves');
});

test('ARC-8 names that differ by the legal form are similar; others are no alarm', async () => {
  await create(clerk, { name: '北京金鼎贸易有限责任公司' });
  for (const name of ['北京金鼎贸易股份有限公司', '北京市金鼎贸易公司', '北京金鼎贸易'])
    assert.match((await clerk.post('/customer/new', typed(name))).is(422).page.text, /名称相近/, name);
  for (const name of ['上海金鼎贸易有限公司', '北京金鼎贸易广州有限公司', '金鼎贸易有限公司'])
    (await clerk.post('/customer/new', typed(name))).is(303, name);
});

test('ARC-8 what somebody may not see is counted only', async () => {
  const other = await create(clerk, { name: '天津远航货运有限公司' });
  const answer = (await sales.post('/customer/new', { version: '0', owner: sales.login, name: '天津远航货运有限公司' })).is(422);
  assert.match(answer.page.text, /另有 1 家名称相同或相近的客户不在您可见的范围内/);
  assert.ok(!answer.body.includes(`/customer/${other}`));
  (await sales.post('/customer/new', { version: '0', owner: sales.login, name: '天津远航货运有限公司', twins: tokenOf(answer) })).is(303);
});

test('ARC-8 another name of a stored customer is compared too, its own is not', async () => {
  const id = await create(clerk, { name: '成都云川食品有限公司' });
  (await clerk.submit(`/customer/${id}/edit`, `/customer/${id}/edit`, { goods: '面粉' })).is(303);
  const page = (await clerk.get(`/customer/${id}/edit`)).page.form(`/customer/${id}/edit`);
  const pairs = Object.fromEntries(page.fill({ name: '北京金鼎贸易有限公司' }));
  const answer = (await clerk.post(`/customer/${id}/edit`, pairs)).is(422);
  assert.match(answer.page.text, /名称相近/);
  (await clerk.post(`/customer/${id}/edit`, { ...pairs, twins: tokenOf(answer) })).is(303);
  // What was seen does not stand for others that came meanwhile.
  await create(clerk, { name: '重庆嘉陵仓储有限公司' });
  const seen = tokenOf((await clerk.post('/customer/new', typed('重庆嘉陵仓储公司'))).is(422));
  await create(clerk, { name: '重庆嘉陵仓储股份有限公司' });
  const again = (await clerk.post('/customer/new', typed('重庆嘉陵仓储公司', { twins: seen }))).is(422);
  assert.notEqual(tokenOf(again), seen);
});

test('ARC-8 ten are listed; that there are more is told', async () => {
  for (let i = 0; i < 10; i++) await create(clerk, { name: '武汉江城五金有限公司' });
  const ten = (await clerk.post('/customer/new', typed('武汉江城五金公司'))).is(422);
  assert.equal(ten.body.split('名称相近').length - 1, 10);
  assert.ok(!/还有更多/.test(ten.page.text));
  await create(clerk, { name: '武汉江城五金有限公司' });
  assert.match((await clerk.post('/customer/new', typed('武汉江城五金公司'))).is(422).page.text, /还有更多/);
});

test('ARC-8 fifty out of reach are counted; that there are more is told', async () => {
  const copies = (from, count) => instance.store(`WITH RECURSIVE n(i) AS (VALUES (${from}) UNION ALL SELECT i + 1 FROM n WHERE i < ${from + count - 1})
    INSERT INTO customer (id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, created_by, updated_at, updated_by, found_by)
    SELECT 9000000000000000 + i, 'T' || i, 'T' || i, '西安古城旅运有限公司', '西安古城旅运有限公司', 'xagc', owner_id, unit_id, created_at, 1, updated_at, 1, ''
    FROM n, (SELECT * FROM customer WHERE id = ${first});`, { write: true });
  const asked = async () => (await sales.post('/customer/new', { version: '0', owner: sales.login, name: '西安古城旅运公司' })).is(422).page.text;
  copies(1, 50);
  const fifty = await asked();
  assert.match(fifty, /另有 50 家/);
  assert.ok(!/还有更多/.test(fifty));
  copies(51, 1);
  assert.match(await asked(), /还有更多/);
});

// --- Telephone numbers: looked for by the custodian, who records it first

const entries = () => instance.access("channel = 2 AND purpose = 'entry'");

test('ARC-8 CONF-4 a number that another customer has is told, recorded first, and saved in spite of it', async () => {
  const id = await create(clerk, { name: '号码甲有限公司', phone: '0755-83001234' });
  const there = count();
  const before_ = entries().length;
  const answer = (await clerk.post('/customer/new', typed('号码乙有限公司', { phone: '(0755) 83001234', address: '科技园 <2>' }))).is(422);
  assert.match(answer.page.text, /可能已有这家客户/);
  assert.match(answer.page.text, /号码甲有限公司[^]*号码相同/);
  assert.ok(!/名称相同|名称相近/.test(answer.page.text));
  assert.match(answer.body, /科技园 &lt;2&gt;/, 'nothing typed is lost');
  assert.equal(count(), there);
  const [record] = entries().slice(before_);
  assert.equal(entries().length, before_ + 1);
  assert.deepEqual([record.login, record.customer_id, record.field, record.count, record.result], [clerk.login, id, 'phone', 1, 1]);
  (await clerk.post('/customer/new', typed('号码乙有限公司', { phone: '(0755) 83001234', twins: tokenOf(answer) }))).is(303);
  assert.equal(count(), there + 1);
});

test('ARC-8 a number that nobody has is recorded and saved at once; no number, no record', async () => {
  const before_ = entries().length;
  (await clerk.post('/customer/new', typed('号码丙有限公司', { phone: '0755-83005555' }))).is(303);
  assert.deepEqual(entries().slice(before_).map((row) => [row.customer_id, row.count]), [[0, 0]]);
  (await clerk.post('/customer/new', typed('号码丁有限公司'))).is(303);
  assert.equal(entries().length, before_ + 1);
});

test('ARC-8 only a number that is typed in this form is looked for', async () => {
  const id = await create(clerk, { name: '号码戊有限公司', phone: '0755-83006666' });
  await create(clerk, { name: '号码己有限公司' });
  const before_ = entries().length;
  (await clerk.submit(`/customer/${id}/edit`, `/customer/${id}/edit`, { goods: '煤炭' })).is(303);
  assert.equal(entries().length, before_, 'it stays as it is');
  (await clerk.submit(`/customer/${id}/edit`, `/customer/${id}/edit`, { phone: '0755-83006666' })).is(303);
  assert.deepEqual(entries().slice(before_).map((row) => row.customer_id), [0], 'one’s own number is no twin');
});

test('ARC-8 a contact’s number is compared with customers and contacts', async () => {
  const first_ = await create(clerk, { name: '号码庚有限公司' });
  const second = await create(clerk, { name: '号码辛有限公司' });
  const path = (id) => `/customer/${id}/contact/new`;
  (await clerk.post(path(first_), { version: '0', name: '张三', mobile: '13800223344' })).is(303);
  const answer = (await clerk.post(path(second), { version: '0', name: '李四', mobile: '138 0022 3344' })).is(422);
  assert.match(answer.page.text, /号码已登记在其他客户[^]*号码庚有限公司[^]*号码相同/);
  (await clerk.post(path(second), { version: '0', name: '李四', mobile: '138 0022 3344', twins: tokenOf(answer) })).is(303);
  (await clerk.post(path(first_), { version: '0', name: '张三的电话', phone: '13800223344' })).is(422, 'the other one has it by now');
  assert.match((await clerk.post('/customer/new', typed('号码壬有限公司', { phone: '13800223344' }))).is(422).page.text, /号码庚有限公司/);
});

test('ARC-8 ORG-2 a customer out of reach is counted only, and on record all the same', async () => {
  const id = await create(clerk, { name: '别处的号码有限公司', phone: '0755-83007777' });
  const form = { version: '0', owner: sales.login, name: '自己的号码有限公司', phone: '0755-83007777' };
  const answer = (await sales.post('/customer/new', form)).is(422);
  assert.match(answer.page.text, /另有 1 家登记了相同号码的客户不在您可见的范围内/);
  assert.ok(!answer.body.includes(`/customer/${id}`) && !answer.body.includes('别处的号码'));
  const record = entries().at(-1);
  assert.deepEqual([record.login, record.customer_id, record.count], [sales.login, id, 0]);
  const auditor = await signedIn(instance, 'auditor');
  assert.match((await auditor.get(`/audit/${record.seq}`)).is(200).page.text, /录入查重[^]*只告知别处已有/);
  (await sales.post('/customer/new', { ...form, twins: tokenOf(answer) })).is(303);
});

test('ARC-8 while nothing can be recorded, no number is looked for, and saving goes on', async () => {
  const fault = FAULTS.find((one) => one.name === 'the access log is taken away');
  await create(clerk, { name: '断线的号码有限公司', phone: '0755-83008888' });
  fault.begin(instance);
  try {
    const answer = (await clerk.post('/customer/new', typed('断线时的客户有限公司', { phone: '0755-83008888' }))).is(303);
    assert.match((await clerk.get(answer.location)).is(200).page.text, /现在无法核对号码/);
  } finally {
    fault.end(instance);
  }
  await until('numbers are looked for again', async () => (await clerk.post('/customer/new', typed('再次查重有限公司', { phone: '0755-83008888' }))).status === 422);
});
