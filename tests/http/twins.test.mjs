// Whether a customer is there already is asked when one is entered (ARC-8).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { create } from '../support/records.mjs';

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
