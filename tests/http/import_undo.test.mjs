// Taking an import back (ARC-13): from its page to the customers being gone, on record, and to importing the same file again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { processesIn, startInstance } from '../support/instance.mjs';
import { settled, uploaded } from '../support/upload.mjs';
import { until } from '../support/until.mjs';

let instance;
let clerk;
let sales;
let auditor;
before(async () => {
  instance = await startInstance({ customers: 20 });
  clerk = await signedIn(instance, 'archive_clerk');
  sales = await signedIn(instance, 'sales');
  auditor = await signedIn(instance, 'auditor');
});
after(() => instance?.stop());

const DAY = 86_400_000;
const code = '91440300MA5DA1PT0';
const csv = (...lines) => Buffer.from(`${lines.join('\r\n')}\r\n`);
const idsOf = (name) => instance.store(`SELECT id FROM customer WHERE name LIKE '${name}%' ORDER BY id;`).map(({ id }) => id);
const sees = async (client, name) => (await client.get(`/customer?q=${encodeURIComponent(name)}`)).is(200).page.text.includes(`${name}甲`);
const number = (at) => at.split('/').pop();
async function imported(name, client = clerk, file = csv('客户名称,电话,联系人', `${name}甲有限公司,0755-23456781,张三`, `${name}乙有限公司,0755-23456782,李四`)) {
  const { path: at } = await uploaded(client, `${name}.csv`, file);
  (await client.submit(at, `${at}/check`, { owner: clerk.login })).is(303);
  await settled(client, at);
  (await client.submit(at, `${at}/write`)).is(303);
  assert.match((await settled(client, at)).text, /新建了 2 个客户/);
  return at;
}
const undo = (at, values = {}) => clerk.submit(`${at}/undo`, `${at}/undo`, values);

describe('ARC-13 an import is taken back', () => {
  test('it is gone for everybody, the page says who, when and how many, and the same file can come again', async () => {
    const at = await imported('撤回');
    assert.ok(await sees(sales, '撤回') || await sees(clerk, '撤回'));
    const { page } = (await clerk.get(at)).is(200);
    assert.match(page.text, /可以在 \d{4}-\d\d-\d\d \d\d:\d\d 以前整批撤销/);
    assert.match((await clerk.get(`${at}/undo`)).is(200).page.text, /将删除 2 个客户、2 位联系人/);
    assert.equal((await undo(at)).is(303).location, at);
    assert.ok(!await sees(clerk, '撤回'));
    const done = (await clerk.get(at)).is(200).page.text;
    assert.match(done, /已撤销：.+于 \d{4}-\d\d-\d\d \d\d:\d\d 撤销了这次导入，删除了 2 个客户、2 位联系人/);
    assert.ok(!done.includes('撤销这次导入…'));
    assert.match((await clerk.get('/import')).page.text, /已撤销/);
    (await clerk.get(`${at}/undo`)).is(303);
    (await clerk.post(`${at}/undo`)).is(303);
    await until('they are removed', () => idsOf('撤回').length === 0);
    await imported('撤回');
    assert.ok(await sees(clerk, '撤回'));
  });

  test('the auditor sees it, and what was looked at before stays readable', async () => {
    const at = await imported('看过');
    const [id] = idsOf('看过');
    const looked = (await clerk.submit(`/customer/${id}/reveal?field=phone`, `/customer/${id}/reveal`, { 'field.phone': '1', fields: 'phone', field: 'phone', purpose: 'contact' }));
    assert.ok([200, 422].includes(looked.status), looked.page.text);
    (await undo(at)).is(303);
    await until('they are removed', () => idsOf('看过').length === 0);
    const { text } = (await auditor.get('/audit')).is(200).page;
    assert.match(text, /撤销导入/);
    assert.match(text, /看过\.csv（第 \d+ 号导入）：2 位联系人一并删除，0 个客户保留/);
    assert.match(text, /已撤销的客户/);
    assert.match((await auditor.get(`/audit/customer/${id}`)).is(200).page.text, /已撤销的客户/);
    (await auditor.get('/audit/customer/12345')).is(404);
  });

  test('what was changed since is named and stays, unless it is ticked; a change meanwhile is shown first', async () => {
    const at = await imported('改过');
    const [first, second] = idsOf('改过');
    (await clerk.submit(`/customer/${first}/contact/new`, `/customer/${first}/contact/new`, { name: '后来人' })).is(303);
    const { page } = (await clerk.get(`${at}/undo`)).is(200);
    assert.match(page.text, /将删除 1 个客户、1 位联系人/);
    assert.match(page.text, /有 1 个客户（2 位联系人）被修改过，会保留/);
    assert.ok(page.html.includes(`href="/customer/${first}"`) && !page.html.includes(`href="/customer/${second}"`));
    (await clerk.submit(`/customer/${second}/contact/new`, `/customer/${second}/contact/new`, { name: '又一人' })).is(303);
    const again = (await clerk.post(`${at}/undo`, { seen: '1', too: '1' })).is(409);
    assert.match(again.page.text, /又有客户被修改/);
    assert.match(again.page.html, /name="too" value="1" checked/);
    assert.match((await undo(at)).is(422).page.text, /没有撤销任何客户/);
    assert.equal(idsOf('改过').length, 2);
    (await undo(at, { too: '1' })).is(303);
    await until('they are removed', () => idsOf('改过').length === 0);
  });

  test('those that stay are customers like any other', async () => {
    const at = await imported('留下');
    const [first] = idsOf('留下');
    (await clerk.submit(`/customer/${first}/contact/new`, `/customer/${first}/contact/new`, { name: '后来人' })).is(303);
    (await undo(at)).is(303);
    assert.match((await clerk.get(at)).page.text, /保留了 1 个客户/);
    await until('the other is removed', () => idsOf('留下').length === 1);
    (await clerk.get(`/customer/${first}`)).is(200);
  });
});

describe('ARC-13 who may, until when, and what if it can not be recorded', () => {
  test('ORG-2 nobody else, whatever their role', async () => {
    const at = await imported('别人的');
    (await sales.get(`${at}/undo`)).is(404);
    (await sales.post(`${at}/undo`)).is(404);
    assert.equal((await auditor.post(`${at}/undo`)).status, 403);
    assert.equal(idsOf('别人的').length, 2);
  });

  test('for 30 days, and not longer', async () => {
    const at = await imported('到期');
    const done = (ago) => instance.store(`UPDATE import_batch SET done_at = ${Date.now()} - ${ago} WHERE id = ${number(at)};`, { write: true });
    done(30 * DAY + 1000);
    assert.match((await clerk.get(at)).page.text, /整批撤销的期限是 .+，已过/);
    (await clerk.get(`${at}/undo`)).is(303);
    (await clerk.post(`${at}/undo`)).is(303);
    assert.equal(idsOf('到期').length, 2);
    done(30 * DAY - 60_000);
    (await undo(at)).is(303);
    await until('they are removed', () => idsOf('到期').length === 0);
  });

  test('CONF-3 without its record nothing is undone, and the person is told', async () => {
    const at = await imported('不记');
    const custodian = processesIn(instance.home).filter(({ program }) => program === 'custodian').map(({ pid }) => pid);
    for (const pid of custodian) process.kill(pid, 'SIGSTOP');
    try {
      const answer = await clerk.post(`${at}/undo`);
      assert.equal(answer.status, 503);
    } finally {
      for (const pid of custodian) process.kill(pid, 'SIGCONT');
    }
    assert.equal(idsOf('不记').length, 2);
    assert.ok(await sees(clerk, '不记'));
    assert.match((await clerk.get(at)).page.text, /可以在/);
  });

  test('a customer that went with its import says so to who was about to add to it', async () => {
    const at = await imported('正在加');
    const [first] = idsOf('正在加');
    await clerk.visit(`/customer/${first}/contact/new`);
    (await clerk.post(`${at}/undo`)).is(303);
    const answer = await clerk.post(`/customer/${first}/contact/new`, { name: '来不及' });
    assert.equal(answer.status, 404);
    assert.match(answer.page.text, /随整批导入一起撤销/);
  });

  test('a unified social credit code of an import that was undone is free again', async () => {
    const digits = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    const sum = [...code].reduce((s, c, i) => s + digits.indexOf(c) * weights[i], 0);
    const whole = code + digits[(31 - (sum % 31)) % 31];
    const file = csv('客户名称,统一社会信用代码', `代码甲有限公司,${whole}`, '代码乙有限公司,');
    (await undo(await imported('代码', clerk, file))).is(303);
    await imported('代码', clerk, file);
  });
});
