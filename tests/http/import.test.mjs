// Importing lists of customers in the browser (ARC-13): from the upload to the customers, whole or not at all.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ENGLISH, signedIn } from '../support/client.mjs';
import { attribute } from '../support/html.mjs';
import { processesIn, startInstance } from '../support/instance.mjs';
import { settled, upload, uploaded } from '../support/upload.mjs';
import { until } from '../support/until.mjs';
import { readWorkbook, workbook } from '../support/workbook.mjs';

let instance;
let clerk;
let sales;
before(async () => {
  instance = await startInstance({ customers: 20 });
  clerk = await signedIn(instance, 'archive_clerk');
  sales = await signedIn(instance, 'sales');
});
after(() => instance?.stop());

const count = () => instance.store('SELECT count(*) AS n FROM customer;')[0].n;
const csv = (...lines) => Buffer.from(`${lines.join('\r\n')}\r\n`);
const chosen = (page, name) => page.all((node) => node.tagName === 'option' && attribute(node, 'selected') !== undefined && attribute(node.parentNode.tagName === 'optgroup' ? node.parentNode.parentNode : node.parentNode, 'name') === name)
  .map((node) => attribute(node, 'value'))[0];
async function check(client, at, values = {}) {
  (await client.submit(at, `${at}/check`, values)).is(303);
  return settled(client, at);
}
async function write(client, at) {
  (await client.submit(at, `${at}/write`)).is(303);
  return settled(client, at);
}

const OFFICE = workbook({
  说明: [['请填写下一页']],
  客户: {
    rows: [['客户登记表'], [], ['单位名称', '成立日期', '注册资本', '电话', '联系人', null, '办公室用'], [null, null, null, null, '姓名', '手机'],
      ['办公甲有限公司', { date: '2024-05-01' }, 1234.5, '０７５５－２３４５６７８９', '张三', '13800138000', 'x'], [],
      ['办公乙有限公司', '2023年6月7日', '1,000', '12', '李四', 13900139000, 'y'],
      ['办公丙有限公司', 20240101, { error: '#N/A' }, '13700137000', '王五', 6.2220212345678898e18, 'z']],
    merges: ['A1:G1', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:D4', 'E3:F3', 'G3:G4'],
    hidden: [7],
  },
});

describe('ARC-13 from the upload to the customers', () => {
  for (const [language, options] of [['Chinese', undefined], ['English', ENGLISH]])
    test(`the empty list is known again column by column, its texts stay texts, and it says how to fill it in: ${language}`, async () => {
      const answer = (await (await signedIn(instance, 'archive_clerk', options)).post('/import/template')).is(200);
      assert.match(answer.headers['content-disposition'], /attachment; filename="customers-to-import\.xlsx"/);
      const [heading, ...rest] = readWorkbook(answer.bytes);
      assert.equal(rest.length, 0, 'nothing of any customer');
      const filled = workbook({ 客户: [heading.map((cell) => cell.text), heading.map((cell) => (/^(公司名称|Company name)$/.test(cell.text) ? `模板${language}公司` : ''))] });
      const { path: at, page } = await uploaded(clerk, 'filled.xlsx', filled);
      const meant = heading.map((_, i) => chosen(page, `c${i + 1}`));
      assert.ok(meant.every(Boolean) && new Set(meant).size === meant.length, meant.join());
      assert.ok(meant.includes('customer.bank_account') && meant.includes('contact.mobile') && !meant.includes('contact.identity_no') && !meant.includes('customer.code'));
      assert.match((await check(clerk, at, { owner: clerk.login })).text, /将新建 1 个客户/);
    });

  test('a workbook as offices make them: sheet, headings and columns are found, faults are told by cell, nothing is written', async () => {
    const before = count();
    let { path: at, page } = await uploaded(clerk, '客户 2024.xlsx', OFFICE);
    assert.match(page.text, /各列是什么/);
    (await clerk.submit(at, `${at}/place`, { sheet: '客户', heading: '' })).is(303);
    page = await settled(clerk, at);
    assert.equal(chosen(page, 'c1'), 'customer.name');
    assert.equal(chosen(page, 'c2'), 'customer.established');
    assert.equal(chosen(page, 'c5'), 'contact.name');
    assert.equal(chosen(page, 'c6'), 'contact.mobile');
    assert.equal(chosen(page, 'c7'), '', 'what is not known is left out');
    assert.ok(page.text.includes('2024-05-01') && !page.html.includes('138****'), page.text);
    assert.ok(!page.html.includes('13800138000') && !page.html.includes('23456789'), 'CONF-8 confidential samples are not shown');
    page = await check(clerk, at, { owner: clerk.login });
    for (const place of ['D7', 'C8', 'F8']) assert.ok(page.text.includes(place), `${place}: ${page.text}`);
    assert.match(page.text, /2 行有误，共 3 处/);
    assert.match(page.text, /近似值/);
    assert.equal(count(), before);
    (await clerk.post(`${at}/write`)).is(303);
    await settled(clerk, at);
    assert.equal(count(), before, 'what has faults is not written, whatever is posted');
  });

  test('sums are in what their heading says, a row of totals is no customer, and what is missing is said in words of the page', async () => {
    const list = (...rows) => workbook({ 表: [['登记表'], ['序号', '公司名称', '注册资本（万元）', '跟进销售员'], ...rows] });
    let { path: at } = await uploaded(clerk, '万元.xlsx', list([1, '万元甲有限公司', 500, sales.login], [2, '万元乙有限公司', '１２００万元', ''], ['合计', null, 1700, null]));
    let page = await check(clerk, at, { owner: '' });
    assert.match(page.text, /A5.{0,20}这一行是合计，不是客户：请从文件中删去/s);
    assert.match(page.text, /没有写目前跟进销售员（也可以在导入页上统一指定）/);
    assert.match(page.text, /2 行有误，共 2 处/, 'of a row of totals nothing else is said');
    ({ path: at } = await uploaded(clerk, '万元.xlsx', list([1, '万元甲有限公司', 500, sales.login], [2, '万元乙有限公司', '１２００元', sales.login])));
    page = await settled(clerk, at);
    assert.equal(chosen(page, 'c3'), 'customer.registered_capital');
    await check(clerk, at);
    await write(clerk, at);
    const capital = (name) => instance.store(`SELECT v.value AS sum FROM field_value v JOIN customer c ON c.id = v.record_id WHERE v.field = 'registered_capital' AND c.name = '${name}';`)[0].sum;
    assert.equal(capital('万元甲有限公司'), '5000000.00');
    assert.equal(capital('万元乙有限公司'), '1200.00', 'a cell that says itself what it is in');
  });

  test('what is right is taken over as a whole, sealed and masked, by who uploaded it; a second run changes nothing', async () => {
    const before = count();
    const file = csv('客户名称,电话,统一社会信用代码,联系人,联系人手机', '网页甲有限公司,0755-23456781,,张三,13800138001', '网页乙有限公司,0755-23456782,,李四,13800138002');
    let { path: at } = await uploaded(clerk, '客户.csv', file);
    let page = await check(clerk, at, { owner: sales.login });
    assert.match(page.text, /将新建 2 个客户、2 位联系人/);
    assert.equal(count(), before, 'a dry run writes nothing');
    page = await write(clerk, at);
    assert.match(page.text, /新建了 2 个客户/);
    const rows = instance.store("SELECT c.phone, o.login AS owner, a.login AS author FROM customer c JOIN person o ON o.id = c.owner_id JOIN person a ON a.id = c.created_by WHERE c.name LIKE '网页_有限公司' ORDER BY c.phone;");
    assert.deepEqual(rows.map(Object.values), [['0755-****781', sales.login, clerk.login], ['0755-****782', sales.login, clerk.login]]);
    const state = () => instance.store('SELECT (SELECT count(*) FROM customer) AS c, (SELECT count(*) FROM history) AS h, (SELECT count(*) FROM field_value) AS v;')[0];
    const then = state();
    ({ path: at } = await uploaded(clerk, '客户.csv', file));
    page = await check(clerk, at, { owner: sales.login });
    assert.match(page.text, /没有新客户/);
    assert.deepEqual(state(), then);
  });

  test('ARC-8 numbers that stand in several rows are shown, 50 of them, and keep nothing from being imported', async () => {
    const rows = (count) => `客户名称,电话\n${Array.from({ length: count }, (_, i) => `总机${count}之${i}有限公司,0755-${83100000 + count}`).join('\n')}\n`;
    let { path: at } = await uploaded(clerk, '总机.csv', Buffer.from(rows(51)));
    let page = await check(clerk, at, { owner: clerk.login });
    assert.match(page.text, /50 处号码与前面的行相同/);
    assert.match(page.text, /B3[^]*电话[^]*号码与第 2 行相同/);
    assert.ok(!/下面列出前/.test(page.text) && !page.text.includes('83100051'));
    page = await write(clerk, at);
    assert.match(page.text, /新建了 51 个客户/);
    ({ path: at } = await uploaded(clerk, '总机.csv', Buffer.from(rows(52))));
    page = await check(clerk, at, { owner: clerk.login });
    assert.match(page.text, /51 处号码与前面的行相同[^]*下面列出前 50 处/);
    assert.equal(page.text.split('号码与第').length - 1, 50);
  });

  test('a correction is remembered for the next file with such a heading', async () => {
    const file = csv('单位,联络方式', '记忆甲有限公司,0755-23456783');
    let { path: at, page } = await uploaded(clerk, 'a.csv', file);
    assert.equal(chosen(page, 'c2'), '');
    page = await check(clerk, at, { c1: 'customer.name', c2: 'customer.phone', owner: clerk.login });
    assert.match(page.text, /将新建 1 个客户/);
    ({ page } = await uploaded(clerk, 'b.csv', file));
    assert.equal(chosen(page, 'c1'), 'customer.name');
    assert.equal(chosen(page, 'c2'), 'customer.phone');
    ({ page } = await uploaded(sales, 'b.csv', file));
    assert.equal(chosen(page, 'c2'), '', 'for that person only');
  });

  test('columns that can not be so are told at their column, and what was chosen stays', async () => {
    const { path: at } = await uploaded(clerk, 'c.csv', csv('客户名称,电话,备注', '错列有限公司,0755-23456784,x'));
    const answer = (await clerk.submit(at, `${at}/check`, { c1: 'customer.phone', c2: 'customer.phone', c3: '', owner: '某人' })).is(422);
    assert.match(answer.page.text, /请指定哪一列是公司名称/);
    assert.match(answer.page.text, /另一列已是这个字段/);
    assert.equal(chosen(answer.page, 'c1'), 'customer.phone');
    assert.ok(answer.page.html.includes('value="某人"'));
  });

  test('cancelled: nothing was imported, and the process and the file are gone', async () => {
    const running = () => processesIn(instance.home).filter(({ program }) => program === 'import').length;
    const { path: at } = await uploaded(clerk, 'd.csv', csv('客户名称', '取消有限公司'));
    const during = running();
    (await clerk.submit(at, `${at}/stop`)).is(303);
    assert.match((await settled(clerk, at)).text, /已取消/);
    await until('its process is gone', () => running() < during);
  });
});

describe('ARC-13 a sheet that is empty', () => {
  const TWO = workbook({ 客户: [['客户名称'], ['两页有限公司']], 空: [] });
  const reread = async (at, values) => {
    (await clerk.submit(at, `${at}/place`, values)).is(303);
    return settled(clerk, at);
  };

  test('does not end the import: a message, and another can be chosen', async () => {
    const { path: at } = await uploaded(clerk, '两页.xlsx', TWO);
    let page = await reread(at, { sheet: '空', heading: '' });
    assert.match(page.text, /文件或工作表是空的/);
    assert.equal(chosen(page, 'sheet'), '空');
    assert.ok(!page.text.includes('各列是什么'));
    assert.equal((await clerk.post(`${at}/check`, { c1: 'customer.name' })).status, 422);
    page = await reread(at, { sheet: '客户', heading: '' });
    assert.ok(!page.text.includes('工作表是空的'));
    page = await check(clerk, at, { owner: clerk.login });
    assert.match(page.text, /将新建 1 个客户/);
  });

  test('nor does a row of headings that is not there', async () => {
    const { path: at } = await uploaded(clerk, '两页.xlsx', TWO);
    const page = await reread(at, { sheet: '客户', heading: '900' });
    assert.match(page.text, /这一行是空的/);
    assert.match((await reread(at, { sheet: '客户', heading: '1' })).text, /各列是什么/);
  });
});

describe('ARC-13 the list of imports', () => {
  test('goes on by pages: 50, then those before', async () => {
    const manager = await signedIn(instance, 'sales_director');
    const person = `(SELECT id FROM person WHERE login = '${manager.login}')`;
    const add = (from, to) => { for (let i = from; i <= to; i++) instance.store(`INSERT INTO import_batch (id, person_id, file_name, file_size, state, created_at, changed_at) VALUES (${1000 + i}, ${person}, '第${i}个.csv', 1, 'stopped', 1, 1);`, { write: true }); };
    add(1, 50);
    let { page } = (await manager.get('/import')).is(200);
    assert.ok(page.text.includes('第1个.csv') && page.text.includes('第50个.csv') && !page.html.includes('rel="next"'));
    add(51, 51);
    ({ page } = (await manager.get('/import')).is(200));
    assert.ok(page.text.includes('第51个.csv') && !page.text.includes('第1个.csv'));
    const next = /href="([^"]*)" ?[^>]*/.exec(page.html.slice(page.html.indexOf('rel="next"')))[1];
    ({ page } = (await manager.get(next.replaceAll('&amp;', '&'))).is(200));
    assert.ok(page.text.includes('第1个.csv') && !page.text.includes('第2个.csv'));
  });
});

describe('ARC-13 what can not be imported', () => {
  test('no file, an empty one, one that is none: a message at the field', async () => {
    assert.match((await upload(clerk, '', '')).is(422).page.text, /请选择一个文件/);
    assert.match((await upload(clerk, 'leer.csv', '')).is(422).page.text, /文件是空的/);
    const { page } = await uploaded(clerk, '坏.xlsx', 'PK\x03\x04 nothing');
    assert.match(page.text, /文件已损坏/);
  });

  test('a form without a file goes to no page but this; one with a file goes to no other', async () => {
    (await clerk.request('POST', '/customer/new', { body: '--x--', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } })).is(400);
    (await upload(clerk, 'a.csv', 'x', { csrf: 'f'.repeat(64) })).is(403);
  });

  test('30 MB are taken, a little more is refused in words, much more by the web server', async () => {
    const line = '名称名称名称名称名称名称\n';
    const most = Buffer.alloc(30 * 1024 * 1024, line);
    assert.ok((await upload(clerk, 'groß.csv', most)).is(303).location);
    assert.match((await upload(clerk, 'groß.csv', Buffer.concat([most, Buffer.from('x')]))).is(422).page.text, /30 MB/);
    assert.equal((await upload(clerk, 'groß.csv', Buffer.alloc(32 * 1024 * 1024))).status, 413);
  });
});

describe('ARC-13 who may', () => {
  test('nobody sees or touches the imports of others', async () => {
    const { path: at } = await uploaded(clerk, 'e.csv', csv('客户名称', '别人有限公司'));
    (await sales.get(at)).is(404);
    for (const action of ['place', 'check', 'write', 'stop']) (await sales.post(`${at}/${action}`)).is(404);
    assert.ok(!(await sales.get('/import')).page.text.includes('e.csv'));
  });

  test('without the permission there is no import', async () => {
    const service = await signedIn(instance, 'service');
    (await service.get('/import')).is(403);
    assert.equal((await upload(service, 'a.csv', 'x')).status, 403);
  });

  test('ORG-2 who reaches only their own customers imports none for others, and sees nothing of theirs', async () => {
    const { path: at } = await uploaded(sales, 'f.csv', csv('客户名称,跟进人', `自己有限公司,${sales.login}`, `他人有限公司,${clerk.login}`));
    const page = await check(sales, at);
    assert.match(page.text, /您只能导入自己跟进的客户/);
    const [{ name, archive_no: number }] = instance.store(`SELECT name, archive_no FROM customer WHERE owner_id <> (SELECT id FROM person WHERE login = '${sales.login}') LIMIT 1;`);
    const other = await uploaded(sales, 'g.csv', csv('客户名称,地址', `${name},某路1号`));
    const said = await check(sales, other.path);
    assert.match(said.text, /不在您负责的范围内/);
    assert.ok(!said.text.includes(number));
  });

  test('rights are asked for again when it runs', async () => {
    const person = await signedIn(instance, 'sales_manager');
    const { path: at } = await uploaded(person, 'h.csv', csv('客户名称', '收回有限公司'));
    await check(person, at, { owner: person.login });
    const before = count();
    instance.store("DELETE FROM role_permission WHERE permission = 'customer.import' AND role_id = (SELECT id FROM role WHERE key = 'sales_manager');", { write: true });
    assert.equal((await person.post(`${at}/write`)).status, 403);
    assert.equal(count(), before);
  });
});

describe('ARC-13 when something dies', () => {
  test('the process of an import is killed: nothing was imported, and the page says so', async () => {
    const { path: at } = await uploaded(clerk, 'i.csv', csv('客户名称', '中断有限公司'));
    await check(clerk, at, { owner: clerk.login });
    const before = count();
    const jobs = processesIn(instance.home).filter(({ program, parent }) => program === 'import' &&
      processesIn(instance.home).some((other) => other.pid === parent && other.program === 'import' && processesIn(instance.home).some((top) => top.pid === other.parent && top.program === 'import')));
    assert.ok(jobs.length > 0);
    for (const { pid } of jobs) process.kill(pid, 'SIGKILL');
    await until('it is known to be dead', async () => /已中断/.test((await clerk.get(at)).page.text), 5_000);
    (await clerk.post(`${at}/write`)).is(303);
    assert.equal(count(), before);
  });

  // Until some of its rows are written, and nobody sees them.
  async function writing(name) {
    const rows = Array.from({ length: 6000 }, (_, i) => `${name}第${i}有限公司,0755-${21000000 + i}`);
    const { path: at } = await uploaded(clerk, `${name}.csv`, csv('客户名称,电话', ...rows));
    await check(clerk, at, { owner: clerk.login });
    (await clerk.submit(at, `${at}/write`)).is(303);
    await until('rows are written', () => instance.store('SELECT count(*) AS n FROM customer WHERE batch_id IN (SELECT batch_id FROM withheld_batch);')[0].n > 0);
    return at;
  }
  const found = async (name) => (await sales.get(`/customer?q=${encodeURIComponent(name)}`)).is(200).page.text.includes(`${name}第`)
    || (await clerk.get(`/customer?q=${encodeURIComponent(name)}`)).is(200).page.text.includes(`${name}第`);

  test('while it is written others see none of it and save; then all of it is there', async () => {
    const before = count();
    const at = await writing('整批');
    for (let i = 0; (await clerk.get(at)).headers.refresh !== undefined && i < 3; i++) {
      const seen = await found('整批');
      const open = instance.store('SELECT count(*) AS n FROM withheld_batch;')[0].n;
      assert.ok(!seen || open === 0, 'seen before it was published');
      (await sales.submit('/customer/new', '/customer/new', { name: `同时保存${i}有限公司` })).is(303);
    }
    assert.match((await settled(clerk, at)).text, /新建了 6,?000 个客户/);
    assert.ok(await found('整批'));
    assert.ok(count() >= before + 6000);
    assert.deepEqual(instance.store('SELECT * FROM withheld_batch;'), []);
  });

  test('killed while it writes: nobody ever sees what it wrote, and it is removed without being asked for', async () => {
    const before = count();
    const at = await writing('半批');
    const [{ pid }] = processesIn(instance.home).filter(({ program, parent }) => program === 'import' &&
      processesIn(instance.home).some((clerkProcess) => clerkProcess.pid === parent && processesIn(instance.home).some((top) => top.pid === clerkProcess.parent && top.program === 'import')));
    process.kill(pid, 'SIGKILL');
    assert.ok(count() > before);
    assert.ok(!await found('半批'));
    instance.store('UPDATE withheld_batch SET alive_until = 0;', { write: true }); // a minute later
    await until('it is removed', () => count() === before && instance.store('SELECT count(*) AS n FROM withheld_batch;')[0].n === 0, 60_000);
    assert.ok(!await found('半批'));
    assert.match((await clerk.get(at)).page.text, /已中断/);
  });

  test('ARC-10 a column whose field is no more stops it with a message at the column', async () => {
    const before = count();
    const { path: at } = await uploaded(clerk, 'k.csv', csv('客户名称,电话', '停用字段有限公司,0755-23456785'));
    await check(clerk, at, { owner: clerk.login });
    instance.store(`UPDATE import_column SET field = 'customer.own_999' WHERE batch_id = ${at.split('/').pop()} AND number = 2;`, { write: true });
    (await clerk.submit(at, `${at}/write`)).is(303);
    const page = await settled(clerk, at);
    assert.match(page.text, /字段已被停用/);
    assert.match(page.text, /B1/);
    assert.equal(count(), before);
  });

  test('CONF-8 no file and no log in the home holds what was uploaded', async () => {
    const secret = '13912345678';
    const { path: at } = await uploaded(clerk, 'j.csv', csv('客户名称,电话', `不留痕有限公司,${secret}`, `不留痕乙有限公司,${secret.slice(0, 5)}`));
    await check(clerk, at, { owner: clerk.login });
    const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const name = path.join(folder, entry.name);
      return entry.isDirectory() ? walk(name) : entry.isFile() ? [name] : [];
    });
    (await clerk.post(`${at}/stop`)).is(303);
    const holding = walk(instance.home).filter((name) => fs.readFileSync(name).includes(secret));
    assert.deepEqual(holding, []);
  });

  const left = (at) => instance.store(`SELECT (SELECT count(*) FROM import_column WHERE batch_id = ${at.split('/').pop()}) AS columns,
    (SELECT count(*) FROM import_fault WHERE batch_id = ${at.split('/').pop()}) AS faults, (SELECT count(*) FROM import_sheet WHERE batch_id = ${at.split('/').pop()}) AS sheets;`)[0];
  const NOTHING = { columns: 0, faults: 0, sheets: 0 };

  test('CONF-8 values as headings, in wrong columns and in messages are in no file of the home, and in no habit', async () => {
    const phone = '13987650123', email = 'planted.heading@example.com', account = '6222021234567890128', identity = '11010519491231002X', code = '91440300708461136T';
    // No row of headings; a phone in the column of the account manager, where a message quotes it; an account among the remarks.
    const { path: at, page } = await uploaded(clerk, 'k.csv', csv(`客户名称,${phone},${email},${code},${identity},跟进人,地址`, `种植有限公司,x,y,z,w,${phone},${account}`));
    for (const value of [phone, email, account, identity, code]) assert.ok(!page.html.includes(value), value);
    const said = await check(clerk, at, { c1: 'customer.name', c2: '', c3: '', c4: '', c5: '' });
    assert.match(said.text, /没有.*“…”/);
    assert.ok(!said.html.includes(phone));
    const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const name = path.join(folder, entry.name);
      return entry.isDirectory() ? walk(name) : entry.isFile() ? [name] : [];
    });
    for (const name of walk(instance.home))
      for (const value of [phone, email, account, identity, code]) assert.ok(!fs.readFileSync(name).includes(value), `${value} in ${name}`);
    assert.deepEqual(instance.store("SELECT heading FROM import_habit WHERE heading = '…';"), []);
    (await clerk.post(`${at}/stop`)).is(303);
  });

  test('CONF-8 when it is over nothing is left of what the file said: done, refused, cancelled', async () => {
    const { path: stopped } = await uploaded(clerk, 'l.csv', csv('客户名称,地址', '样本有限公司,样本路1号'));
    assert.equal(left(stopped).columns, 2);
    (await clerk.post(`${stopped}/stop`)).is(303);
    assert.deepEqual(left(stopped), NOTHING);
    const { path: done } = await uploaded(clerk, 'm.csv', csv('客户名称,地址', '样本乙有限公司,样本路1号'));
    await check(clerk, done, { owner: clerk.login });
    await write(clerk, done);
    assert.deepEqual(left(done), NOTHING);
    const { path: refused } = await uploaded(clerk, 'n.xlsx', 'PK\x03\x04 nothing');
    assert.deepEqual(left(refused), NOTHING);
  });

  test('CONF-8 of a process that was killed nothing is left either, without anybody looking', async () => {
    const { path: at } = await uploaded(clerk, 'o.csv', csv('客户名称,地址,注册资本', '样本丙有限公司,样本路1号,x'));
    await check(clerk, at, { owner: clerk.login });
    assert.ok(left(at).columns > 0 && left(at).faults > 0);
    const jobs = processesIn(instance.home).filter(({ program, parent }) => program === 'import' &&
      processesIn(instance.home).some((other) => other.pid === parent && other.program === 'import' && processesIn(instance.home).some((top) => top.pid === other.parent && top.program === 'import')));
    for (const { pid } of jobs) process.kill(pid, 'SIGKILL');
    instance.store(`UPDATE import_batch SET changed_at = 0 WHERE id = ${at.split('/').pop()};`, { write: true }); // a little later
    await until('it is forgotten', () => left(at).columns === 0, 30_000);
    assert.deepEqual(left(at), NOTHING);
    assert.match((await clerk.get(at)).page.text, /已中断/);
  });
});
