// Which columns a list shows, and which view opens instead of all customers (ARC-9).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { elements, text } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';
import { create } from '../support/records.mjs';

let instance;
let clerk;
let sales;
before(async () => {
  instance = await startInstance({ customers: 300 });
  [clerk, sales] = await Promise.all(['archive_clerk', 'sales'].map((role) => signedIn(instance, role)));
});
after(() => instance.stop());

const heads = (answer) => elements(answer.page.main, 'th').map(text);
const USUAL = ['档案编号', '公司名称', '客户类型', '地区', '跟进销售员', '电话'];
const choose = (client, query, keys, more = []) => client.post('/customer/columns',
  [['query', query], ['act', 'save'], ...keys.map((key) => ['show', key]), ...more]);
const keep = async (client, query, name, shared = 'no') =>
  Number(/view=(\d+)/.exec((await client.post('/customer/views', { query, name, shared })).is(303).location)[1]);
const list = async (client, path = '/customer?sort=newest') => (await client.get(path)).is(200);

describe('ARC-9 columns', () => {
  test('chosen by a person, in the order of their numbers, for all their lists and nobody else’s', async () => {
    const answer = (await choose(clerk, '', ['name', 'established', 'bank_account'], [['at.bank_account', '1'], ['at.name', '2']])).is(303);
    assert.match((await clerk.get(answer.location)).is(200).page.text, /列已保存/);
    assert.deepEqual(heads(await list(clerk)), ['银行账号', '公司名称', '成立日期']);
    assert.deepEqual(heads(await list(clerk, '/customer?kind.is=dealer&sort=name')), ['银行账号', '公司名称', '成立日期']);
    assert.deepEqual(heads(await list(sales)).slice(0, 6), USUAL);
    (await clerk.post('/customer/columns', { query: '', act: 'reset' })).is(303);
    assert.deepEqual(heads(await list(clerk)).slice(0, 6), USUAL);
  });

  test('values as people read them, confidential ones as their masks', async () => {
    const id = await create(clerk, { name: '列样本有限公司', phone: '13912345678', bank_account: '6222021234567890128', industry: 'steel', established: '2001-02-03' });
    const code = instance.store(`SELECT code FROM customer WHERE id = ${id};`)[0].code;
    const answer = await list(clerk, `/customer?q=${code}&cols=name,industry,established,bank_account,phone,unit`);
    const [, row] = elements(answer.page.main, 'tr');
    const cells = elements(row, 'td').map(text);
    assert.match(cells[1], /钢铁|黑色金属|冶/);
    assert.equal(cells[2], '2001-02-03');
    assert.match(cells[3], /\*{4}/);
    assert.equal(cells[4], '139****5678');
    assert.ok(!answer.body.includes('6222021234567890128') && !answer.body.includes('13912345678'));
  });

  test('the name is always there, and what is no column any more drops out', async () => {
    assert.deepEqual(heads(await list(clerk, '/customer?cols=established,no_such')), ['公司名称', '成立日期']);
    assert.deepEqual(heads(await list(clerk, '/customer?cols=no_such')).slice(0, 6), USUAL);
  });

  test('a view has its columns, for colleagues too; only its owner changes them', async () => {
    const id = await keep(clerk, 'kind.is=dealer&cols=name,established', '成立日期的视图', 'all');
    assert.deepEqual(heads(await list(clerk, `/customer?view=${id}`)), ['公司名称', '成立日期']);
    assert.deepEqual(heads(await list(sales, `/customer?view=${id}`)), ['公司名称', '成立日期']);
    (await choose(clerk, `view=${id}`, ['name', 'industry'])).is(303);
    assert.deepEqual(heads(await list(sales, `/customer?view=${id}`)), ['公司名称', '所属行业']);
    const other = (await choose(sales, `view=${id}`, ['name', 'region'])).is(303);
    assert.match(other.location, /^\/customer\?cols=name%2Cregion&kind.is=dealer$/);
    assert.deepEqual(heads(await list(clerk, `/customer?view=${id}`)), ['公司名称', '所属行业']);
    assert.deepEqual(heads(await list(sales)).slice(0, 6), USUAL, 'nor are they the person’s own then');
  });

  test('what a person chose is kept with a view', async () => {
    (await choose(clerk, '', ['name', 'industry'])).is(303);
    const page = await list(clerk, '/customer?kind.is=dealer');
    const query = /name="query" value="([^"]*)"/.exec(page.body.slice(page.body.indexOf('action="/customer/views"')))[1].replaceAll('&amp;', '&');
    (await clerk.post('/customer/columns', { query: '', act: 'reset' })).is(303);
    const id = await keep(clerk, query, '行业的视图');
    assert.deepEqual(heads(await list(clerk, `/customer?view=${id}`)), ['公司名称', '所属行业']);
  });

  test('20 columns at most, and places are numbers; what was ticked stays', async () => {
    const page = (await clerk.get('/customer/columns')).is(200).page;
    const keys = elements(page.main, 'input').filter((input) => input.attrs.some((one) => one.name === 'name' && one.value === 'show'))
      .map((input) => input.attrs.find((one) => one.name === 'value').value);
    assert.ok(keys.length > 21);
    (await choose(clerk, '', keys.slice(0, 20))).is(303);
    assert.equal(heads(await list(clerk)).length, 20);
    assert.match((await choose(clerk, '', keys.slice(0, 21))).is(422).page.text, /最多显示 20 列/);
    for (const place of ['0', 'x', '1000', '-1']) {
      const refused = (await choose(clerk, '', ['name', 'industry'], [['at.industry', place]])).is(422);
      assert.match(refused.page.text, /1 到 999/);
      assert.match(refused.body, /value="industry" checked/);
    }
    (await choose(clerk, '', ['name', 'industry'], [['at.industry', '999']])).is(303);
    (await clerk.post('/customer/columns', { query: '', act: 'reset' })).is(303);
  });

  test('OPS-3 a column goes to the front or the end by a button, and nothing is kept before it is saved', async () => {
    const ticked = (answer) => elements(answer.page.main, 'input').filter((input) => input.attrs.some((one) => one.name === 'name' && /^at\./.test(one.value)))
      .map((input) => input.attrs.find((one) => one.name === 'name').value.slice(3));
    const move = async (act, keys) => ticked((await clerk.post('/customer/columns', [['query', ''], ['act', act], ...keys.map((key) => ['show', key])])).is(200));
    const before_ = heads(await list(clerk));
    assert.deepEqual(await move('up.industry', ['name', 'industry', 'established']), ['industry', 'name', 'established']);
    assert.deepEqual(await move('down.industry', ['name', 'industry', 'established']), ['name', 'established', 'industry']);
    assert.deepEqual(await move('up.name', ['name', 'industry']), ['name', 'industry'], 'it is the first already');
    assert.deepEqual(await move('down.industry', ['name', 'industry']), ['name', 'industry'], 'it is the last already');
    assert.deepEqual(await move('up.no_such', ['name', 'industry']), ['name', 'industry']);
    assert.deepEqual(heads(await list(clerk)), before_);
    // Enter in a form presses its first button, which saves.
    assert.match((await clerk.get('/customer/columns')).is(200).body, /<form[^>]*class="columns-form"[^]*?<button[^>]*value="save"[^]*?<button[^>]*value="(up|down)\./);
  });

  test('a filter keeps the columns of the list', async () => {
    assert.match((await clerk.get('/customer/filter?cols=name,industry')).is(200).body, /name="cols" value="name,industry"/);
  });

  test('no order and no filter by a masked column', async () => {
    const answer = await list(clerk, '/customer?cols=name,phone,bank_account&sort=name');
    const sorted = elements(answer.page.main, 'th').filter((head) => elements(head, 'a').length > 0).map(text);
    assert.deepEqual(sorted, ['公司名称']);
  });
});

describe('ARC-9 the view that opens', () => {
  test('marked, opened, left, and taken back', async () => {
    const id = await keep(clerk, 'kind.is=dealer&sort=name', '我的经销商');
    const marked = (await clerk.post(`/customer/views/${id}/default`, { on: '1' })).is(303);
    assert.match((await clerk.get(marked.location)).is(200).page.text, /以后打开“客户”就是这个视图/);
    const opened = await list(clerk, '/customer');
    assert.match(opened.page.text, /我的经销商[^]*默认视图/);
    assert.deepEqual(opened.page.rows.map((row) => row.href), (await list(clerk, `/customer?view=${id}`)).page.rows.map((row) => row.href));
    const all = await list(clerk, '/customer?sort=newest');
    assert.ok(!/我的经销商/.test(all.page.text), 'all customers are one click away');
    assert.ok(opened.body.includes('href="/customer?sort=newest"'));
    assert.deepEqual(heads(await list(sales, '/customer')).slice(0, 6), USUAL, 'nobody else’s');
    (await clerk.post(`/customer/views/${id}/default`, { on: '0' })).is(303);
    assert.ok(!/我的经销商/.test((await list(clerk, '/customer')).page.text));
  });

  test('deleted or shared no more: all customers, and why', async () => {
    const id = await keep(clerk, 'kind.is=dealer', '共享的经销商', 'all');
    (await sales.post(`/customer/views/${id}/default`, { on: '1' })).is(303);
    assert.match((await list(sales, '/customer')).page.text, /共享的经销商/);
    (await clerk.post(`/customer/views/${id}`, { name: '共享的经销商', shared: 'no' })).is(303);
    const lost = await list(sales, '/customer');
    assert.match(lost.page.text, /默认视图已被删除，或不再共享给您/);
    assert.ok(!/共享的经销商/.test(lost.page.text) && lost.page.rows.length > 0);
    (await sales.post(`/customer/views/${id}/default`, { on: '0' })).is(303);
    assert.ok(!/默认视图已被删除/.test((await list(sales, '/customer')).page.text));
    (await sales.post('/customer/views/999999/default', { on: '1' })).is(404);
  });

  test('a filter that can’t be any more: all customers, and why', async () => {
    const id = await keep(clerk, 'kind.is=dealer', '会失效的视图');
    (await clerk.post(`/customer/views/${id}/default`, { on: '1' })).is(303);
    instance.store(`UPDATE saved_view SET query = 'no_such.is=1' WHERE id = ${id};`, { write: true });
    assert.match((await list(clerk, '/customer')).page.text, /默认视图“会失效的视图”的筛选条件已不能用/);
    (await clerk.post(`/customer/views/${id}/default`, { on: '0' })).is(303);
  });

  test('leaving the default view does not lose its notice to a redirect', async () => {
    assert.match((await list(clerk, '/customer?notice=saved')).page.text, /已保存/);
  });
});
