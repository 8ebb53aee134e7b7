// Kept lists of customers (ARC-9): who can open, change and delete them, and what is never kept (CONF-4).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { attribute } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';

let instance;
let clerk;
let sales;
before(async () => {
  instance = await startInstance({ customers: 300 });
  clerk = await signedIn(instance, 'archive_clerk');
  sales = await signedIn(instance, 'sales');
});
after(() => instance.stop());

async function keep(client, query, name, shared = 'no') {
  const answer = (await client.post('/customer/views', { query, name, shared })).is(303);
  return Number(/view=(\d+)/.exec(answer.location)[1]);
}

const rowsOf = (answer) => answer.page.rows.map((row) => row.href).sort();
const nextOf = (answer) => answer.page.all((node) => attribute(node, 'rel') === 'next').map((node) => attribute(node, 'href'))[0];

describe('views, ARC-9', () => {
  test('a view opens the list that was kept, page by page', async () => {
    const plain = (await clerk.get('/customer?industry.is=steel&sort=name')).is(200);
    const id = await keep(clerk, 'industry.is=steel&sort=name', '钢铁客户');
    const opened = (await clerk.get(`/customer?view=${id}`)).is(200);
    assert.deepEqual(rowsOf(opened), rowsOf(plain));
    assert.match(opened.page.text, /钢铁客户/);
    const all = await keep(clerk, 'name.has=%E5%85%AC%E5%8F%B8', '公司');
    const second = nextOf((await clerk.get(`/customer?view=${all}`)).is(200));
    assert.match(second, new RegExp(`^/customer\\?view=${all}&after=`));
    assert.ok((await clerk.get(second)).is(200).page.rows.length > 0);
    assert.match((await clerk.get('/')).is(200).page.text, /钢铁客户/);
  });

  test('renamed, shared, deleted, and the deletion taken back', async () => {
    const id = await keep(clerk, 'kind.is=dealer', '旧名');
    (await clerk.post(`/customer/views/${id}`, { name: ' 新名 ', shared: 'all' })).is(303);
    assert.match((await clerk.get('/customer/views')).is(200).body, /新名/);
    assert.match((await sales.get('/customer/views')).is(200).page.text, /新名/);
    const gone = (await clerk.post(`/customer/views/${id}/delete`, {})).is(303);
    assert.equal((await clerk.get(`/customer?view=${id}`)).status, 404);
    assert.match((await clerk.get(gone.location)).is(200).page.text, /撤销删除/);
    (await clerk.post(`/customer/views/${id}/restore`, {})).is(303);
    (await clerk.get(`/customer?view=${id}`)).is(200);
  });

  test('ORG-2 a shared view shows everybody only their own customers, a private one nothing to others', async () => {
    const mine = new Set(instance.store(`SELECT c.id FROM customer c JOIN person p ON p.id = c.owner_id WHERE p.login = '${sales.login}'`)
      .map((row) => `/customer/${row.id}`));
    const shared = await keep(clerk, 'name.has=%E5%85%AC%E5%8F%B8', '全部公司', 'all');
    const opened = (await sales.get(`/customer?view=${shared}`)).is(200);
    assert.ok(opened.page.rows.length > 0 && opened.page.rows.every((row) => mine.has(row.href)));
    assert.match(opened.page.text, /共享/, 'marked with the name of its owner');
    const secret = await keep(clerk, 'kind.is=dealer', '只给自己');
    assert.equal((await sales.get(`/customer?view=${secret}`)).status, 404);
    for (const way of ['', '/delete', '/restore'])
      assert.equal((await sales.post(`/customer/views/${shared}${way}`, { name: 'x', shared: 'no' })).status, 404, `not theirs to change: ${way}`);
    assert.ok(!(await sales.get('/customer/views')).is(200).page.text.includes('只给自己'));
  });

  test('shared with the unit: those of the unit and nobody else', async () => {
    const [unit] = instance.store("SELECT unit_id, group_concat(login, ' ') AS logins FROM person WHERE state = 'active' GROUP BY unit_id HAVING count(*) > 1 LIMIT 1");
    const id = await keep(clerk, 'kind.is=dealer', '部门视图', 'unit');
    const [mine] = instance.store(`SELECT unit_id FROM person WHERE login = '${clerk.login}'`);
    const [theirs] = instance.store(`SELECT unit_id FROM person WHERE login = '${sales.login}'`);
    assert.ok(unit !== undefined);
    assert.equal((await sales.get(`/customer?view=${id}`)).status, theirs.unit_id === mine.unit_id ? 200 : 404);
  });

  test('CONF-4 no confidential value is kept, and no filter by a confidential field', async () => {
    const before = instance.store('SELECT count(*) n FROM saved_view')[0].n;
    for (const query of ['q=13800138000', 'q=a%40example.com', 'q=1234', 'phone.has=138', 'bank.state=empty', 'nothing.is=1', '', 'q=&sort='])
      (await clerk.post('/customer/views', { query, name: '不行', shared: 'no' })).is(422, query);
    assert.equal(instance.store('SELECT count(*) n FROM saved_view')[0].n, before);
  });

  test('CONF-4 a number is no part of a view in whatever way it is written, and no part of its name', async () => {
    const before = instance.store('SELECT count(*) n FROM saved_view')[0].n;
    const numbers = ['13912345678', '139 1234 5678', '１３９１２３４５６７８', '0755-23456785', 'a@example.com', '6222 0212 3456 7890 128'];
    for (const number of numbers) {
      for (const key of ['q', 'remarks.has', 'name.has', 'cols', 'sort'])
        (await clerk.post('/customer/views', { query: `kind.is=dealer&${key}=${encodeURIComponent(number)}`, name: '号码', shared: 'all' })).is(422, `${key} ${number}`);
      const refused = (await clerk.post('/customer/views', { query: 'kind.is=dealer', name: `王总 ${number}`, shared: 'all' })).is(422, number);
      assert.match(refused.page.text, /名称中不能有电话、邮箱或账号/);
    }
    assert.equal(instance.store('SELECT count(*) n FROM saved_view')[0].n, before);
    const id = await keep(clerk, 'remarks.has=2026&name.has=%E5%85%AC%E5%8F%B8', '2026 年第 3 季度', 'all');
    (await clerk.post(`/customer/views/${id}`, { name: '王总 13912345678', shared: 'all' })).is(422);
    assert.deepEqual(instance.store(`SELECT name FROM saved_view WHERE id = ${id}`), [{ name: '2026 年第 3 季度' }]);
  });

  test('CONF-1 ARC-9 nobody can filter, sort or group by a value they may not read, with a view or without', async () => {
    const fields = JSON.parse(instance.kedang(['fields', '--json']).stdout).filter((field) => field.kind === 'customer' && field.level >= 2);
    assert.ok(fields.length >= 10);
    const id = await keep(clerk, 'kind.is=dealer', '别人改过的', 'all');
    const usual = rowsOf((await clerk.get('/customer?kind.is=dealer&sort=newest')).is(200));
    const inOrder = (answer) => answer.page.rows.map((row) => row.href);
    const newest = inOrder((await clerk.get('/customer?kind.is=dealer&sort=newest')).is(200));
    const set = (query) => instance.store(`UPDATE saved_view SET query = '${query}' WHERE id = ${id}`, { write: true });
    for (const { key } of fields) {
      for (const way of ['is=1', 'has=1', 'from=1', 'to=9', 'state=empty', 'state=filled']) {
        (await clerk.post('/customer/views', { query: `${key}.${way}`, name: '不行', shared: 'no' })).is(422, `${key}.${way}`);
        const left = (await clerk.post('/customer/export', { query: `${key}.${way}`, format: 'csv' })).is(303, `${key}.${way}`);
        (await clerk.get(left.location)).is(422, 'the list says why, instead of a file');
      }
      set(`kind.is=dealer&${key}.state=filled`);
      for (const path of ['/customer', '/customer/columns', '/customer/filter'])
        assert.equal((await sales.get(`${path}?view=${id}`)).page.rows.length, 0, `${path} ${key}`);
      (await clerk.post('/customer/export', { query: `view=${id}`, format: 'csv' })).is(303, key);
      // An order by it is the usual one, whichever way it is asked for.
      assert.deepEqual(inOrder((await clerk.get(`/customer?kind.is=dealer&sort=${key}`)).is(200)), newest, key);
      set(`kind.is=dealer&sort=${key}`);
      assert.deepEqual(inOrder((await clerk.get(`/customer?view=${id}`)).is(200)), newest, key);
    }
    assert.deepEqual([...newest].sort(), usual);
  });

  test('CONF-1 ARC-9 no column shows more of a confidential field than its mask, in lists and files', async () => {
    const values = { phone: '13912340042', bank_account: '6222021234567890128', credit_limit: '87654321' };
    const page = (await clerk.submit('/customer/new', '/customer/new', { name: '列里的掩码有限公司', ...values })).is(303);
    const [{ code }] = instance.store(`SELECT code FROM customer WHERE id = ${/customer\/(\d+)/.exec(page.location)[1]}`);
    const sealed = JSON.parse(instance.kedang(['fields', '--json']).stdout).filter((field) => field.kind === 'customer' && field.level >= 2).map((field) => field.key);
    for (let at = 0; at < sealed.length; at += 19) {
      const query = `q=${code}&cols=name,${sealed.slice(at, at + 19)}`;
      const shown = [(await clerk.get(`/customer?${query}`)).is(200).body, (await clerk.post('/customer/export', { query, format: 'csv' })).is(200).body];
      for (const text of shown)
        for (const value of Object.values(values)) assert.ok(!text.includes(value) && !text.includes(value.slice(0, 8)), value);
    }
  });

  test('ARC-9 a view that is not shared is reached by nobody else, by whatever page', async () => {
    const secret = await keep(clerk, 'kind.is=dealer&name.has=%E5%85%AC%E5%8F%B8', '谁也看不到');
    for (const path of ['/customer', '/customer/filter', '/customer/columns'])
      assert.equal((await sales.get(`${path}?view=${secret}`)).status, 404, path);
    for (const [path, values] of [['/customer/export', { query: `view=${secret}`, format: 'csv' }],
      ['/customer/columns', { query: `view=${secret}`, act: 'save', show: 'name' }],
      ['/customer/views', { query: `view=${secret}`, name: '抄来的', shared: 'no' }],
      ...['', '/delete', '/restore', '/take', '/default'].map((way) => [`/customer/views/${secret}${way}`, { name: 'x', shared: 'all', on: '1' }])]) {
      const answer = await sales.post(path, values);
      assert.ok([404, 422].includes(answer.status), `${path} ${answer.status}`);
      assert.ok(!answer.body.includes('谁也看不到') && !answer.body.includes('dealer'), path);
    }
    assert.deepEqual(instance.store(`SELECT name, shared, query LIKE '%dealer%' AS same, deleted_at FROM saved_view WHERE id = ${secret}`),
      [{ name: '谁也看不到', shared: 'no', same: 1, deleted_at: null }]);
  });

  test('CONF-4 a view that was made otherwise filters by nothing confidential, whoever opens it', async () => {
    const id = await keep(clerk, 'kind.is=dealer', '改过的', 'all');
    instance.store(`UPDATE saved_view SET query = 'bank_account.has=1&kind.is=dealer' WHERE id = ${id}`, { write: true });
    for (const client of [clerk, sales]) {
      const opened = (await client.get(`/customer?view=${id}`)).is(422);
      assert.equal(opened.page.rows.length, 0);
      assert.match(opened.page.text, /保密项目，不能用于筛选/);
      (await client.get('/customer/views')).is(200);
    }
  });

  test('a name that is none comes back with what was typed', async () => {
    const empty = (await clerk.post('/customer/views', { query: 'kind.is=dealer', name: ' ', shared: 'no' })).is(422);
    assert.match(empty.page.text, /请输入名称/);
    assert.match(empty.body, /name="query" value="kind.is=dealer"/);
    (await clerk.post('/customer/views', { query: 'kind.is=dealer', name: '名'.repeat(40), shared: 'no' })).is(303);
    const long = (await clerk.post('/customer/views', { query: 'kind.is=dealer', name: '名'.repeat(41), shared: 'no' })).is(422);
    assert.match(long.page.text, /最多 40 个字/);
    assert.equal((await clerk.post('/customer/views', { query: 'kind.is=dealer', name: 'x', shared: 'world' })).status, 422);
    assert.equal((await clerk.get('/customer?view=abc')).status, 404);
  });

  test('one person keeps a hundred views and no more', async () => {
    const other = await signedIn(instance, 'sales_director');
    const [{ id, unit_id: unit }] = instance.store(`SELECT id, unit_id FROM person WHERE login = '${other.login}'`);
    instance.store(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99) INSERT INTO saved_view
      (id, person_id, name, query, unit_id, created_at) SELECT i, ${id}, 'v' || i, 'kind.is=dealer', ${unit}, 1 FROM n`, { write: true });
    await keep(other, 'kind.is=dealer', '第一百个');
    assert.match((await other.post('/customer/views', { query: 'kind.is=dealer', name: '多一个', shared: 'no' })).is(422).page.text, /最多 100 个/);
    // Neither by taking one back nor by taking one over.
    const finance = await signedIn(instance, 'finance');
    const theirs = await keep(finance, 'kind.is=dealer', '要接手的', 'all');
    const state = (word) => instance.store(`UPDATE person SET state = '${word}' WHERE login = '${finance.login}';`, { write: true });
    state('closed');
    assert.match((await other.post(`/customer/views/${theirs}/take`)).is(422).page.text, /最多 100 个/);
    (await other.post('/customer/views/1/delete')).is(303);
    (await other.post('/customer/views/1/restore')).is(303);
    (await other.post('/customer/views/1/delete')).is(303);
    (await other.post(`/customer/views/${theirs}/take`)).is(303);
    assert.match((await other.post('/customer/views/1/restore')).is(422).page.text, /最多 100 个/);
    state('active');
  });

  test('what a view asks for has 4,000 bytes at most', async () => {
    const words = (count) => encodeURIComponent('字'.repeat(count));
    // Conditions of some 900 bytes each, and a rest that is filled to the byte.
    const query = (bytes) => {
      const text = `kind.is=dealer${['name', 'address', 'goods', 'flow'].map((key) => `&${key}.has=${words(95)}`).join('')}&scope.has=`;
      const rest = bytes - text.length;
      return `${text}${words(Math.floor(rest / 9))}${'x'.repeat(rest % 9)}`;
    };
    const id = await keep(clerk, query(4000), '很长的条件');
    assert.equal(instance.store(`SELECT length(query) AS n FROM saved_view WHERE id = ${id}`)[0].n, 4000);
    assert.match((await clerk.post('/customer/views', { query: query(4001), name: '太长的条件', shared: 'no' })).is(422).page.text, /条件太长/);
    // Columns that are chosen for it count, too.
    const refused = (await clerk.post('/customer/columns', [['query', `view=${id}`], ['act', 'save'], ['show', 'name'], ['show', 'established']])).is(422);
    assert.match(refused.page.text, /条件太长/);
  });
});

describe('views whose owner has left, ARC-9', () => {
  const leave = (login, state) => instance.store(`UPDATE person SET state = '${state}' WHERE login = '${login}';`, { write: true });

  test('stay usable, and whoever they are shared with takes them over', async () => {
    const finance = await signedIn(instance, 'finance');
    const id = await keep(finance, 'kind.is=dealer', '离职者的视图', 'all');
    const secret = await keep(finance, 'kind.is=dealer', '离职者自己的');
    assert.equal((await sales.post(`/customer/views/${id}/take`)).status, 404, 'its owner is there');
    leave(finance.login, 'closed');
    try {
      (await sales.get(`/customer?view=${id}`)).is(200);
      assert.match((await sales.get('/customer/views')).is(200).page.text, /离职者的视图[^]*已离职/);
      assert.equal((await sales.post(`/customer/views/${secret}/take`)).status, 404);
      const taken = (await sales.post(`/customer/views/${id}/take`)).is(303);
      assert.match((await sales.get(taken.location)).is(200).page.text, /归您管理/);
      assert.equal((await clerk.post(`/customer/views/${id}/take`)).status, 404, 'once');
      (await clerk.get(`/customer?view=${id}`)).is(200);
      (await sales.post(`/customer/views/${id}/delete`)).is(303);
      assert.equal((await clerk.get(`/customer?view=${id}`)).status, 404);
    } finally {
      leave(finance.login, 'active');
    }
  });

  test('or delete them, and take that back as their own', async () => {
    const director = await signedIn(instance, 'service_manager');
    const id = await keep(director, 'kind.is=dealer', '没人要的视图', 'all');
    const secret = await keep(director, 'kind.is=dealer', '没人看得到的');
    assert.equal((await sales.post(`/customer/views/${id}/delete`)).status, 404, 'its owner is there');
    leave(director.login, 'closed');
    try {
      assert.equal((await sales.post(`/customer/views/${secret}/delete`)).status, 404);
      (await sales.post(`/customer/views/${id}/delete`)).is(303);
      assert.equal((await clerk.get(`/customer?view=${id}`)).status, 404);
      assert.equal((await clerk.post(`/customer/views/${id}/restore`)).status, 404, 'who deleted it takes it back');
      (await sales.post(`/customer/views/${id}/restore`)).is(303);
      (await clerk.get(`/customer?view=${id}`)).is(200);
      (await sales.post(`/customer/views/${id}/delete`)).is(303);
    } finally {
      leave(director.login, 'active');
    }
  });

  test('CONF-7 a view leaves as a file from the page of views, for who may export', async () => {
    const id = await keep(clerk, 'kind.is=dealer&cols=code,name', '要导出的', 'all');
    for (const client of [clerk, sales]) {
      assert.match((await client.get('/customer/views')).is(200).body, new RegExp(`action="/customer/export"[^]*?value="view=${id}"`));
      assert.equal((await client.post('/customer/export', { query: `view=${id}`, format: 'xlsx' })).status, 200);
    }
    const technical = await signedIn(instance, 'technical');
    assert.ok(!(await technical.get('/customer/views')).is(200).body.includes('/customer/export'));
  });

  test('200 are listed; that there are more is told', async () => {
    const there = instance.store("SELECT count(*) AS n FROM saved_view WHERE deleted_at IS NULL AND (shared = 'all' OR person_id = (SELECT id FROM person WHERE login = '" + clerk.login + "'));")[0].n;
    instance.store(`WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${200 - there}) INSERT INTO saved_view (id, person_id, name, query, shared, unit_id, created_at)
      SELECT 8000000 + i, p.id, '多' || i, 'kind.is=dealer', 'all', p.unit_id, 0 FROM n, person p WHERE p.login = '${sales.login}';`, { write: true });
    assert.ok(!/只列出 200 个/.test((await clerk.get('/customer/views')).is(200).page.text));
    await keep(sales, 'kind.is=dealer', '第二百零一', 'all').catch(() => {});
    instance.store(`INSERT INTO saved_view (id, person_id, name, query, shared, unit_id, created_at) SELECT 8999999, id, '再一个', 'kind.is=dealer', 'all', unit_id, 0 FROM person WHERE login = '${sales.login}';`, { write: true });
    assert.match((await clerk.get('/customer/views')).is(200).page.text, /只列出 200 个/);
    instance.store('DELETE FROM saved_view WHERE id > 8000000;', { write: true });
  });
});
