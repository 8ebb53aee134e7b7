// Contracts through the pages (CON-1, CON-2, CON-5, CON-9): drafting, faults at their fields, rows, revisions, comparing, who sees which.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { attribute, elements, text } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';

let instance;
let sales;
let mine; // a customer of the seller
let foreign; // one of somebody in another unit
before(async () => {
  instance = await startInstance({ customers: 60 });
  sales = await signedIn(instance, 'sales');
  const person = `(SELECT id FROM person WHERE login = '${sales.login}')`;
  [{ id: mine }] = instance.store(`SELECT min(id) AS id FROM customer WHERE owner_id = ${person};`);
  [{ id: foreign }] = instance.store(`SELECT min(id) AS id FROM customer WHERE owner_id <> ${person} AND unit_id <> (SELECT unit_id FROM person WHERE id = ${person});`);
  instance.store("INSERT INTO price_range (item, unit, from_date, low, high, cost) VALUES ('运输', '吨', '2020-01-01', 10000, 20000, 8000);", { write: true });
});
after(() => instance.stop());

const FULL = {
  title: '钢材运输合同', our_party: '我们公司', other_party: '对方公司', subject: '运输钢材一批', valid_from: '2026-01-01', valid_to: '2026年12月31日', payment: '货到付款', delivery: '十日内送到',
  credit_on: '2026-01-01', credit_result: 'good', license: 'yes', item: ['运输'], unit: ['吨'], quantity: ['１０'], price: ['1,50.5'],
};
const GOOD = { ...FULL, price: ['１５０'] };

async function drafted(client = sales, values = GOOD, customer = mine) {
  const answer = (await client.submit(`/contract/new/${customer}`, `/contract/new/${customer}`, values)).is(303);
  return Number(/\/contract\/(\d+)/.exec(answer.location)[1]);
}

const cells = (page, name) => page.form(/\/contract\/(new\/\d+|\d+\/edit)$/).controls.filter((control) => control.name === name).map((control) => control.value);
const faultAt = (page, key) => elements(page.byId(`f-${key}-note`), (node) => (attribute(node, 'class') ?? '') === 'fault').map(text).join();

describe('drafting', () => {
  test('CON-9 the customer’s page leads to it, and the parties stand there', async () => {
    const page = (await sales.get(`/customer/${mine}`)).is(200).page;
    assert.ok(page.html.includes(`/contract/new/${mine}`));
    const form = (await sales.get(`/contract/new/${mine}`)).is(200).page.form(/contract.new/);
    const [{ name }] = instance.store(`SELECT name FROM customer WHERE id = ${mine};`);
    assert.equal(form.control('other_party').value, name);
    assert.notEqual(form.control('our_party').value, '');
  });

  test('OPS-2 faults stand at their fields and rows, and what was typed stays', async () => {
    const bad = { ...FULL, title: '', valid_to: '明天', item: ['运输', '', '仓储'], unit: ['吨', '', ''], quantity: ['0', '', '二'], price: ['1,50.5', '', '12'], due: ['payment'], date: [''], sum: ['x'], remark: ['首付'] };
    const page = (await sales.submit(`/contract/new/${mine}`, `/contract/new/${mine}`, bad)).is(422).page;
    for (const key of ['title', 'valid_to', 'line-1-quantity', 'line-1-price', 'line-3-unit', 'line-3-quantity', 'due-1-date', 'due-1-sum'])
      assert.notEqual(faultAt(page, key), '', key);
    assert.equal(faultAt(page, 'line-2-item'), ''); // an empty row is none
    assert.deepEqual(cells(page, 'price').slice(0, 3), ['1,50.5', '', '12']);
    assert.deepEqual(cells(page, 'remark').slice(0, 1), ['首付']);
    for (const key of ['title', 'valid_to', 'line-3-unit', 'due-1-sum']) assert.ok(page.html.includes(`href="#f-${key}"`), key);
    assert.equal(instance.store('SELECT count(*) AS n FROM contract;')[0].n, 0);
  });

  test('full-width digits and separators are taken, sums are counted and told in capital figures', async () => {
    const id = await drafted(sales, { ...GOOD, quantity: ['１，０００．５'], price: ['￥１，２３４．５０'] });
    const page = (await sales.get(`/contract/${id}`)).is(200).page;
    assert.ok(page.text.includes('1,235,117.25'));
    assert.ok(page.text.includes('人民币壹佰贰拾叁万伍仟壹佰壹拾柒元贰角伍分'));
  });

  test('OPS-3 without JavaScript rows are added by a submit that saves nothing and loses nothing', async () => {
    const before = instance.store('SELECT count(*) AS n FROM contract;')[0].n;
    const page = (await sales.submit(`/contract/new/${mine}`, `/contract/new/${mine}`, { ...FULL, title: '', price: ['150'], more: 'line' })).is(200).page;
    assert.equal(cells(page, 'item').length, 4);
    assert.equal(cells(page, 'price')[0], '150');
    assert.ok(page.text.includes('1,500.00') && page.text.includes('壹仟伍佰元整'));
    assert.equal(page.form(/contract.new/).control('subject').value, FULL.subject);
    assert.equal(instance.store('SELECT count(*) AS n FROM contract;')[0].n, before);
  });

  test('50 lines are taken and 51 are refused', async () => {
    const lines = (count) => ({ ...GOOD, item: Array(count).fill('运输'), unit: Array(count).fill('吨'), quantity: Array(count).fill('1'), price: Array(count).fill('150') });
    const id = await drafted(sales, lines(50));
    assert.equal(instance.store(`SELECT count(*) AS n FROM contract_line WHERE revision_id = (SELECT id FROM contract_revision WHERE contract_id = ${id});`)[0].n, 50);
    const page = (await sales.submit(`/contract/new/${mine}`, `/contract/new/${mine}`, lines(51))).is(422).page;
    assert.match(page.text, /最多 50 行，现在 51 行/);
    assert.equal(cells(page, 'item').length, 51);
  });
});

describe('CON-1 the kind', () => {
  const kindOf = async (id) => (await sales.get(`/contract/${id}`)).is(200).page.text;
  test('is proposed with its reasons', async () => {
    assert.match(await kindOf(await drafted()), /口头\/格式合同.*不超过小额/s);
    assert.match(await kindOf(await drafted(sales, { ...GOOD, price: ['79.99'] })), /特殊服务合同.*低于成本价 80\.00 元/s);
    assert.match(await kindOf(await drafted(sales, { ...GOOD, special_packing: 'yes' })), /特殊服务合同.*对包装有特殊要求/s);
    assert.match(await kindOf(await drafted(sales, { ...GOOD, item: ['仓储'] })), /常规服务合同或订单.*没有公开价格/s);
  });
  test('may be chosen stricter, and not laxer', async () => {
    const page = (await sales.submit(`/contract/new/${mine}`, `/contract/new/${mine}`, { ...GOOD, price: ['79.99'], kind: 'oral' })).is(422).page;
    assert.match(faultAt(page, 'kind'), /应为“特殊服务合同”：第 1 行“运输”单价 79\.99 元低于成本价/);
    assert.match(await kindOf(await drafted(sales, { ...GOOD, kind: 'usual' })), /常规服务合同或订单/);
  });
});

test('CON-1 administrators keep the open prices as a list, pasted or typed; each change is recorded', async () => {
  const admin = await signedIn(instance, 'administrator');
  const before = (await admin.get('/admin/price')).is(200).page.form('/admin/price').control('prices').value;
  assert.match(before, /运输 \| 吨 \| 100\.00 \| 200\.00 \| 80\.00 \| 2020-01-01/);
  const wrong = async (line, message) => {
    const page = (await admin.submit('/admin/price', '/admin/price', { prices: `${before}${line}` })).is(422).page;
    assert.match(page.text, message);
    assert.ok(page.form('/admin/price').control('prices').value.includes(line));
  };
  await wrong('装卸 | 吨 | 30', /第 2 行：应有 6 列/);
  await wrong('装卸 | 吨 | 三十 | 40 | 20 | 2026-01-01', /第 2 行：不是有效的金额/);
  await wrong('装卸 | 吨 | 50 | 40 | 20 | 2026-01-01', /第 2 行：最低价高于最高价/);
  await wrong('装卸 | 吨 | 30 | 40 | 20 | 昨天', /第 2 行：日期应写成/);
  await wrong('运输 | 吨 | 30 | 40 | 20 | 2020年1月1日', /写了两次/);
  (await admin.submit('/admin/price', '/admin/price', { prices: `${before}装卸\t吨\t１，０００\t1,500.5\t900\t2026.1.1\r\n` })).is(303);
  assert.deepEqual(instance.store("SELECT unit, from_date, low, high, cost FROM price_range WHERE item = '装卸';"), [{ unit: '吨', from_date: '2026-01-01', low: 100000, high: 150050, cost: 90000 }]);
  assert.match((await admin.get('/admin/record')).is(200).page.text, /价目表.*装卸 \/ 吨 \/ 2026-01-01/s);
  (await admin.submit('/admin/price', '/admin/price', { prices: before })).is(303);
  assert.equal(instance.store("SELECT count(*) AS n FROM price_range WHERE item = '装卸';")[0].n, 0);
  (await sales.get('/admin/price')).is(403);
});

describe('from draft to approval', () => {
  test('CON-2 what is missing is a list of links to the fields, and it can’t be submitted', async () => {
    const id = await drafted(sales, { ...GOOD, credit_on: '', license: '', item: [], unit: [], quantity: [], price: [] });
    const page = (await sales.get(`/contract/${id}`)).is(200).page;
    for (const key of ['credit_on', 'license', 'lines']) assert.ok(page.html.includes(`/contract/${id}/edit#f-${key}`), key);
    assert.ok(!page.text.includes('提交审批'));
    const edit = (await sales.get(`/contract/${id}/edit`)).is(200).page;
    for (const key of ['credit_on', 'license', 'lines']) assert.ok(edit.byId(`f-${key}`), key);
    assert.match((await sales.post(`/contract/${id}/submit/1`)).is(409).page.text, /还有内容没有填全/);
    assert.equal(instance.store('SELECT count(*) AS n FROM approval;')[0].n, 0);
  });

  test('CON-5 submitted, declined, revised, compared word by word, submitted again and approved', async () => {
    const id = await drafted();
    const confirm = (await sales.get(`/contract/${id}/submit/1`)).is(200).page;
    assert.match(confirm.text, /提交后这一稿不能再改/);
    (await sales.send(confirm, `/contract/${id}/submit/1`)).is(303);
    const submitted = (await sales.get(`/contract/${id}`)).is(200).page;
    assert.match(submitted.text, /审批中/);
    const approval = Number(/\/approval\/(\d+)/.exec(submitted.html)[1]);
    assert.match((await sales.get(`/contract/${id}/edit`)).is(303).location, /notice=contract-fixed/);
    assert.match((await sales.get(`/approval/${approval}`)).is(200).page.text, /HT\d{4}-\d{6} 钢材运输合同/);

    const [{ login }] = instance.store(`SELECT p.login FROM approval_seat s JOIN person p ON p.id = s.person_id WHERE s.approval_id = ${approval} AND s.state = 'open';`);
    const role = instance.store(`SELECT r.key FROM person_role h JOIN role r ON r.id = h.role_id JOIN person p ON p.id = h.person_id WHERE p.login = '${login}';`)[0].key;
    const boss = await signedIn(instance, role);
    const judge = async (number, event, opinion) => {
      const page = (await boss.get(`/approval/${number}`)).is(200).page;
      return boss.send(page, `/approval/${number}`, { event, opinion });
    };
    (await judge(approval, 'decline', '请写明到货地点')).is(303);

    const back = (await sales.get(`/contract/${id}`)).is(200).page;
    assert.match(back.text, /另起一稿修改/);
    const revised = (await sales.send(back, `/contract/${id}/revise`)).is(303);
    assert.match(revised.location, new RegExp(`/contract/${id}/edit`));
    (await sales.submit(`/contract/${id}/edit`, `/contract/${id}/edit`, { delivery: '五日内送到上海', quantity: ['12'] })).is(303);
    const compared = (await sales.get(`/contract/${id}/compare?from=2&to=1`)).is(200).page;
    assert.deepEqual(compared.all('del').map(text).filter((word) => word !== '删去的'), ['十', '10', '1,500.00']);
    assert.deepEqual(compared.all('ins').map(text).filter((word) => word !== '增加的'), ['五', '上海', '12', '1,800.00']);
    assert.match((await sales.get(`/contract/${id}/revision/1`)).is(200).page.text, /十日内送到/);
    (await sales.get(`/contract/${id}/revision/3`)).is(404);

    const now = (await sales.get(`/contract/${id}`)).is(200).page;
    const link = /href="(\/contract\/\d+\/submit\/\d+)"/.exec(now.html)[1];
    (await sales.submit(link, link)).is(303);
    const [{ id: second }] = instance.store('SELECT max(id) AS id FROM approval;');
    (await judge(second, 'approve', '同意')).is(303);
    assert.match((await sales.get(`/contract/${id}`)).is(200).page.text, /已批准/);
  });
});

describe('others', () => {
  test('OPS-2 the second to save is shown what the first saved, and loses nothing', async () => {
    const id = await drafted();
    const manager = await signedIn(instance, 'sales_manager');
    instance.store(`UPDATE contract SET unit_id = (SELECT unit_id FROM person WHERE login = '${manager.login}') WHERE id = ${id};
      UPDATE customer SET unit_id = (SELECT unit_id FROM person WHERE login = '${manager.login}') WHERE id = ${mine};`, { write: true });
    const slow = (await sales.get(`/contract/${id}/edit`)).is(200).page;
    (await manager.submit(`/contract/${id}/edit`, `/contract/${id}/edit`, { title: '经理改的名称', quantity: ['11'] })).is(303);
    const answer = (await sales.send(slow, `/contract/${id}/edit`, { title: '我改的名称', subject: '我改的内容' })).is(409);
    const [{ name }] = instance.store(`SELECT name FROM person WHERE login = '${manager.login}';`);
    assert.ok(answer.page.text.includes(name));
    assert.equal(answer.page.form(`/contract/${id}/edit`).control('title').value, '我改的名称');
    assert.ok(answer.page.text.includes('经理改的名称'));
    assert.match(answer.page.text, /同事保存的明细和期次/);
    const again = (await sales.send(answer.page, `/contract/${id}/edit`, { theirs_title: '1', theirs_rows: '1' })).is(303);
    const page = (await sales.get(again.location)).is(200).page;
    assert.ok(page.text.includes('经理改的名称') && page.text.includes('我改的内容') && page.text.includes('1,650.00'));
  });

  test('OPS-2 what was typed is still there when the contract was submitted meanwhile, and can’t be saved any more', async () => {
    const id = await drafted();
    const slow = (await sales.get(`/contract/${id}/edit`)).is(200).page;
    const link = /href="(\/contract\/\d+\/submit\/\d+)"/.exec((await sales.get(`/contract/${id}`)).body)[1];
    (await sales.submit(link, link)).is(303);
    const { page } = (await sales.send(slow, `/contract/${id}/edit`, { subject: '迟到的内容' })).is(409);
    assert.match(page.text, /已提交审批，不能再改/);
    assert.equal(page.form(`/contract/${id}/edit`).control('subject').value, '迟到的内容');
    assert.equal(page.byClass('btn-primary').length, 0);
    assert.equal((await sales.post(link)).status, 409); // twice is once
  });

  test('ORG-2 who reaches neither the customer nor the contract sees nothing of it', async () => {
    const id = await drafted();
    const [stranger] = instance.store(`SELECT p.id FROM person p WHERE p.login <> '${sales.login}' AND p.unit_id <> (SELECT unit_id FROM customer WHERE id = ${foreign}) LIMIT 1;`);
    (await sales.get(`/contract/new/${foreign}`)).is(404);
    (await sales.post(`/contract/new/${foreign}`, { title: '别人的客户' })).is(404);
    instance.store(`UPDATE customer SET owner_id = ${stranger.id}, unit_id = (SELECT unit_id FROM customer WHERE id = ${foreign}) WHERE id = ${mine};
      UPDATE contract SET owner_id = ${stranger.id}, unit_id = (SELECT unit_id FROM customer WHERE id = ${foreign}) WHERE id = ${id};`, { write: true });
    for (const path of ['', '/edit', '/revision/1', '/compare?from=1&to=1', '/submit/1']) (await sales.get(`/contract/${id}${path}`)).is(404);
    for (const path of ['/edit', '/revise', '/submit/1']) (await sales.post(`/contract/${id}${path}`, { version: 1, title: '改' })).is(404);
    assert.ok(!(await sales.get('/contract')).is(200).page.html.includes(`/contract/${id}"`));
    const auditor = await signedIn(instance, 'auditor');
    (await auditor.get('/contract')).is(403);
  });

  test('CON-9 the ledger: newest first, by state, of one customer', async () => {
    const finance = await signedIn(instance, 'finance');
    const page = (await finance.get('/contract')).is(200).page;
    for (const head of ['序号', '合同号', '签订日期', '合同名称', '合同方', '合同类型', '承办人', '合同金额', '备注']) assert.ok(page.text.includes(head), head);
    const numbers = page.byClass('c-number').map(text).filter((one) => one.startsWith('HT'));
    assert.ok(numbers.length > 3);
    assert.deepEqual(numbers, [...numbers].sort().reverse());
    const approved = (await finance.get('/contract?state=approved')).is(200).page.byClass('c-number').map(text).filter((one) => one.startsWith('HT'));
    assert.equal(approved.length, 1);
    assert.equal((await finance.get(`/contract?customer=${foreign}`)).is(200).page.byClass('rows-contracts').length, 0);
  });
});
