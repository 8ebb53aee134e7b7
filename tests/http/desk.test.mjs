// The auditor's desk: cases and decisions, what was looked at of a customer and by a person, rules, verification (CONF-5, CONF-6, ORG-5).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ENGLISH, signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { until } from '../support/until.mjs';

let instance;
let auditor;
let clerk;
let customer;
let clerkId;
before(async () => {
  instance = await startInstance({ customers: 20 });
  [auditor, clerk] = [await signedIn(instance, 'auditor'), await signedIn(instance, 'archive_clerk')];
  const answer = (await clerk.submit('/customer/new', '/customer/new', { name: '审计台客户公司', phone: '19511110009' })).is(303);
  customer = Number(/\d+/.exec(answer.location)[0]);
  clerkId = instance.store(`SELECT id FROM person WHERE login = '${clerk.login}';`)[0].id;
});
after(() => instance.stop());

const look = async (times) => {
  for (let i = 0; i < times; i++) (await clerk.post(`/customer/${customer}/reveal`, { field: 'phone', purpose: 'contact' })).is(200);
};
const cases = async (address = '/audit/desk') => (await auditor.get(address)).is(200).page.rows;
const setRule = async (number, values) => (await auditor.submit('/audit/desk/rules', `/audit/desk/rules/${number}`, values)).is(303);

test('CONF-6 rules say their span as people do', async () => {
  const page = (await auditor.get('/audit/desk/rules')).is(200).page.text;
  assert.ok(page.includes('30 分钟内查看保密内容达到 60 次。') && page.includes('24 小时内查看了 30 家以上由他人跟进的客户的保密内容。'), page);
  assert.ok(page.includes('默认：5 次，12 小时内。'), page);
});

test('an empty desk says so, and every view of it is recorded', async () => {
  await setRule(2, { threshold: '5000', minutes: '1', active: '1' }); // whatever the hour is
  const count = () => instance.access(`channel = 7 AND login = '${auditor.login}' AND field = 'desk'`).length;
  const before = count();
  const page = (await auditor.get('/audit/desk')).is(200).page;
  assert.ok(page.text.includes('没有待处理的案件'));
  assert.equal(count(), before + 1);
});

test('CONF-6 unusual use becomes a case with its reason and records, and is decided once', async () => {
  await setRule(1, { threshold: '4', minutes: '30', active: '1' });
  await look(5);
  const [row] = await cases();
  assert.match(row.href, /^\/audit\/desk\/case\/\d+$/);
  assert.ok(row.cells.join().includes('30 分钟内查看保密内容达到 4 次'));
  const page = (await auditor.get(row.href)).is(200).page;
  assert.equal(page.rows.length, 5);
  assert.ok(!page.html.includes('19511110009'));
  const faulty = (await auditor.submit(row.href, `${row.href}/decide`, { text: '无' })).is(422).page;
  assert.ok(faulty.text.includes('请选择处理结果'));
  const short = (await auditor.submit(row.href, `${row.href}/decide`, { decision: 'talk', text: '谈 话' })).is(422).page;
  assert.ok(short.text.includes('至少 4 个字') && short.html.includes('谈 话'), 'what was typed stays');
  (await auditor.submit(row.href, `${row.href}/decide`, { decision: 'talk', text: '长'.repeat(301) })).is(422);
  const form = await auditor.get(row.href);
  (await auditor.submit(row.href, `${row.href}/decide`, { decision: 'talk', text: '已与本人谈话核实' })).is(303);
  const late = (await auditor.post(`${row.href}/decide`, { decision: 'report', text: '另一位审计员的意见' })).is(409).page;
  assert.ok(form.page.text.includes('待处理') && late.text.includes('已与本人谈话核实') && !late.text.includes('提交处理结果'));
  assert.equal((await cases()).length, 0);
  assert.equal((await cases('/audit/desk/cases?decided=1')).length, 1);
  const [record] = instance.access('channel = 9 AND result = 16');
  assert.equal(record.purpose_text, '已与本人谈话核实');
  const log = (await auditor.get('/audit')).is(200).page.text;
  assert.ok(log.includes('案件第 1 号：谈话提醒') && log.includes('案件第 1 号：短时间大量查看'));
});

test('CONF-6 who saw this customer, what did this person look up: one click from the log', async () => {
  const log = (await auditor.get(`/audit?customer=${encodeURIComponent('审计台客户公司')}`)).is(200).page;
  assert.ok(log.html.includes(`href="/audit/customer/${customer}"`) && log.html.includes(`href="/audit/person/${clerkId}"`));
  const seen = (await auditor.get(`/audit/customer/${customer}`)).is(200).page;
  const { name } = instance.store(`SELECT name FROM person WHERE id = ${clerkId};`)[0];
  for (const part of ['审计台客户公司', name, '电话', '5']) assert.ok(seen.text.includes(part), part);
  const did = (await auditor.get(`/audit/person/${clerkId}`)).is(200).page;
  for (const part of [name, '审计台客户公司', '电话']) assert.ok(did.text.includes(part), part);
  for (const page of [seen, did]) assert.ok(!page.html.includes('19511110009'));
  assert.ok((await auditor.get(`/audit/customer/${customer}?from=2020-01-01&to=2020-01-02`)).is(200).page.text.includes('没有符合条件的记录'));
  (await auditor.get(`/audit/person/${clerkId}?from=gestern`)).is(422);
  (await auditor.get('/audit/customer/999999999')).is(404);
  (await auditor.get('/audit/person/999999999')).is(404);
  (await auditor.get('/audit/desk/case/999999999')).is(404);
  assert.equal(instance.access(`channel = 7 AND field LIKE 'summary customer=${customer}%'`).length, 2);
});

test('pages go by keyset', async () => {
  await setRule(1, { threshold: '60', minutes: '30', active: '1' });
  await look(55);
  const first = (await auditor.get(`/audit/customer/${customer}`)).is(200).page;
  const next = first.all((node) => node.attributes?.rel === 'next' || node.attrs?.some?.((one) => one.name === 'rel' && one.value === 'next'))[0];
  assert.ok(next, 'a next page');
});

test('rules are changed within limits, and what was typed stays', async () => {
  const page = (await auditor.submit('/audit/desk/rules', '/audit/desk/rules/1', { threshold: '0', minutes: 'abc', active: '1' })).is(422).page;
  assert.ok(page.text.includes('请填写整数') && page.html.includes('value="abc"'));
  (await auditor.submit('/audit/desk/rules', '/audit/desk/rules/1', { threshold: '5001', minutes: '1' })).is(422);
  (await auditor.submit('/audit/desk/rules', '/audit/desk/rules/1', { threshold: '1', minutes: '10081' })).is(422);
  (await auditor.post('/audit/desk/rules/99', { threshold: '1', minutes: '1' })).is(404);
  await setRule(1, { threshold: '61', minutes: '31', active: '1' });
  const [record] = instance.access('result = 17').slice(-1);
  assert.equal(record.field, 'rule=many 60/30/on -> 61/31/on');
});

test('ORG-5 who leaves is put before the auditor', async () => {
  instance.store(`INSERT INTO audit_notice (kind, person_id, since, until, day) VALUES ('leaving', ${clerkId}, 0, ${Date.now()}, '2026-01-01');`, { write: true });
  const rows = await cases();
  assert.ok(rows[0].cells.join().includes('离职'), rows[0].cells.join());
  assert.ok((await auditor.get(rows[0].href)).is(200).page.rows.length > 0);
});

test('CONF-5 a verification is asked for on the desk, and its result stands there', async () => {
  (await auditor.submit('/audit/desk', '/audit/desk/verify', {})).is(303);
  await until('the verification ended', async () => (await auditor.get('/audit/desk')).page.text.includes('访问日志完整'));
  assert.equal(instance.access("result = 18 AND field LIKE 'fault=good%'").length, 1);
  const english = await signedIn(instance, 'auditor', ENGLISH);
  assert.ok((await english.get('/audit/desk')).page.text.includes('The access log is whole'));
});

test('ORG-3 nobody else', async () => {
  for (const role of ['general_manager', 'archive_clerk', 'administrator']) {
    const client = await signedIn(instance, role);
    for (const address of ['/audit/desk', '/audit/desk/cases', '/audit/desk/case/1', `/audit/customer/${customer}`, `/audit/person/${clerkId}`, '/audit/desk/rules'])
      (await client.get(address)).is(403, `${role} ${address}`);
    (await client.post('/audit/desk/case/1/decide', { decision: 'talk', text: '不该有的处理' })).is(403);
    (await client.post('/audit/desk/verify', {})).is(403);
  }
});
