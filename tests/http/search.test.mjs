// Finding customers as a clerk does (ARC-9), paging to the end, and searching by a confidential value (CONF-4).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { attribute } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';
import { countFor } from '../support/scope.mjs';
import { creditCode } from '../support/values.mjs';

let instance;
let clerk;
before(async () => {
  instance = await startInstance({ customers: 300 });
  clerk = await signedIn(instance, 'archive_clerk');
});
after(() => instance.stop());

async function create(client, values) {
  const answer = (await client.submit('/customer/new', '/customer/new', values)).is(303);
  return Number(/\d+/.exec(answer.location)[0]);
}

const idOf = (row) => Number(/^\/customer\/(\d+)$/.exec(row.href)[1]);

// Types into the search box of a page, as people do, and gives the page that comes.
async function search(client, text) {
  const page = (await client.get('/customer')).is(200).page;
  const form = page.forms.find((found) => attribute(found.node, 'role') === 'search');
  let answer = await client.send(page, form.action, { q: text });
  if (answer.status === 303) answer = await client.get(answer.location);
  return answer.is(200);
}

// Every id of a list, page by page.
async function walk(client, start, direction = 'next') {
  const ids = [];
  let address = start;
  for (let pages = 0; address; pages++) {
    assert.ok(pages < 50, 'the list ends');
    const page = (await client.get(address)).is(200).page;
    const rows = page.rows.map(idOf);
    if (direction === 'next') ids.push(...rows);
    else ids.unshift(...rows);
    address = page.all((node) => attribute(node, 'rel') === direction).map((node) => attribute(node, 'href'))[0];
  }
  return ids;
}

async function lastPage(client, start) {
  let address = start;
  for (;;) {
    const page = (await client.get(address)).is(200).page;
    const next = page.all((node) => attribute(node, 'rel') === 'next').map((node) => attribute(node, 'href'))[0];
    if (!next) return address;
    address = next;
  }
}

describe('paging', () => {
  const ORDER = { newest: 'id DESC', name: null, number: 'archive_no' };
  for (const sort of Object.keys(ORDER))
    test(`by ${sort}: to the end without loss or repeat, and back again`, async () => {
      const all = instance.store('SELECT id FROM customer;').map((row) => row.id);
      const forth = await walk(clerk, `/customer?sort=${sort}`);
      assert.equal(new Set(forth).size, forth.length, 'none twice');
      assert.deepEqual([...forth].sort((a, b) => a - b), all.sort((a, b) => a - b), 'none lost');
      if (ORDER[sort]) assert.deepEqual(forth, instance.store(`SELECT id FROM customer ORDER BY ${ORDER[sort]};`).map((row) => row.id));
      const back = await walk(clerk, await lastPage(clerk, `/customer?sort=${sort}`), 'prev');
      assert.deepEqual(back, forth, 'back is the same way');
    });

  test('a customer made meanwhile neither repeats nor hides others', async () => {
    const first = (await clerk.get('/customer?sort=name')).page;
    const next = first.all((node) => attribute(node, 'rel') === 'next').map((node) => attribute(node, 'href'))[0];
    await create(clerk, { name: 'AAAA 排在最前公司' });
    const second = (await clerk.get(next)).is(200).page;
    const both = [...first.rows.map(idOf), ...second.rows.map(idOf)];
    assert.equal(new Set(both).size, both.length);
  });

  test('sales sees their own customers only, all of them', async () => {
    const sales = await signedIn(instance, 'sales');
    const ids = await walk(sales, '/customer');
    assert.ok(ids.length > 0);
    assert.equal(ids.length, countFor(instance, 'sales'));
    const owners = instance.store(`SELECT DISTINCT p.login FROM customer c JOIN person p ON p.id = c.owner_id WHERE c.id IN (${ids.join()});`);
    assert.deepEqual(owners, [{ login: sales.login }]);
  });

  test('made-up positions are a list or a clear 400, never a fault', async () => {
    for (const position of ['', 'x', '0', '-1', '%00', "' OR 1=1 --", '9'.repeat(400), '%F0%A0%AE%B7', 'a:b:c', 'AAAA', '1|2', '%7B%22a%22%3A1%7D'])
      for (const sort of ['newest', 'name', 'number', 'nonsense']) for (const key of ['after', 'before']) {
        const answer = await clerk.get(`/customer?sort=${sort}&${key}=${encodeURI(position)}`);
        assert.ok([200, 400, 404].includes(answer.status), `${sort} ${key}=${position}: ${answer.status}`);
      }
  });
});

describe('searching', () => {
  let made;
  before(async () => {
    made = {
      bank: await create(clerk, { name: '中国银行深圳市分行' }),
      four: await create(clerk, { name: '王𠮷𠮷物流有限公司', credit_code: creditCode(4711) }),
      chong: await create(clerk, { name: '重庆长安乐购贸易有限公司' }),
      latin: await create(clerk, { name: 'Ｓｉｅｍｅｎｓ 西门子（中国）有限公司' }),
      letters: await create(clerk, { name: 'O\'Neill & "Söhne" <GmbH> 100%_公司' }),
    };
  });
  const finds = async (text, id, client = clerk) => {
    const { page } = await search(client, text);
    assert.ok(page.rows.map(idOf).includes(id), `${text} finds ${id}: ${page.text.slice(0, 400)}`);
    return page;
  };
  const misses = async (text, id) => assert.ok(!(await search(clerk, text)).page.rows.map(idOf).includes(id), `${text} does not find ${id}`);

  test('any two characters of any name find it, ARC-9', async () => {
    const rows = instance.store('SELECT id, name FROM customer ORDER BY id DESC LIMIT 25;');
    for (const row of rows) {
      const letters = [...row.name].filter((letter) => /\p{L}/u.test(letter));
      const at = (row.id * 7) % (letters.length - 1);
      const pair = letters.slice(at, at + 2).join('');
      if (!row.name.includes(pair)) continue;
      const ids = await walk(clerk, `/customer?q=${encodeURIComponent(pair)}`);
      assert.ok(ids.includes(row.id), `${pair} finds ${row.name}`);
      const names = new Map(instance.store('SELECT id, name FROM customer;').map((found) => [found.id, found.name]));
      const fold = (text) => text.normalize('NFKC').toLowerCase();
      if (/^\p{Script=Han}+$/u.test(pair)) for (const id of ids) assert.ok(fold(names.get(id)).includes(fold(pair)), `${names.get(id)} holds ${pair}`);
    }
  });

  test('the match is marked', async () => {
    const page = await finds('国银', made.bank);
    assert.ok(page.html.includes('<mark>国银</mark>'));
  });

  test('one character, more, and a name broken by other signs', async () => {
    await finds('𠮷', made.four);
    await finds('王𠮷', made.four);
    await finds('𠮷𠮷物', made.four);
    await finds('中国银行深圳市分行', made.bank);
    await misses('国中', made.bank);
    await finds('西门子中国', made.latin);
  });

  test('letter case and width do not matter', async () => {
    for (const text of ['siemens', 'SIEMENS', 'Ｓｉｅ', 'ens 西门']) await finds(text, made.latin);
  });

  test('pinyin initials, with every reading', async () => {
    await finds('zgyh', made.bank);
    await finds('ZGYH', made.bank);
    await finds('gyhs', made.bank);
    await finds('cqca', made.chong);
    await finds('zqca', made.chong);
    await misses('zgyx1', made.bank);
  });

  test('档案编号, 客户编码 and 统一社会信用代码', async () => {
    const [row] = instance.store(`SELECT archive_no, code, credit_code FROM customer WHERE id = ${made.four};`);
    for (const text of [row.archive_no, row.code, row.credit_code, row.credit_code.toLowerCase(), ` ${row.archive_no} `, row.archive_no.toLowerCase()]) {
      const page = await finds(text, made.four);
      assert.equal(page.rows.length, 1, text);
    }
  });

  test('signs of the query language are text', async () => {
    for (const text of ["O'Neill", '"Söhne"', '<GmbH>', '100%_', 'söhne', '& "s']) await finds(text, made.letters);
    for (const text of ['*', '"', 'NOT a', 'a OR b', 'NEAR(a b)', '%', '_', '\\', '{}', 'name:王', '^', ')))', '-', '|', 'a|b', '😀', '\u0301'])
      assert.ok([200].includes((await search(clerk, text)).status), text);
  });

  test('a long text and a text of blanks', async () => {
    (await search(clerk, '字'.repeat(200))).is(200);
    (await clerk.post('/customer/search', { q: '字'.repeat(201) })).is(422);
    assert.ok((await search(clerk, '   ')).page.rows.length > 0, 'blanks are no search');
    assert.ok([200, 400, 414].includes((await clerk.get(`/customer?q=${'x'.repeat(3000)}`)).status));
  });

  test('CONF-4 a text with a number in it gets no address; a word, a code and an archive number do', async () => {
    for (const text of ['王总 13912345678', '139 1234 5678 王总', '电话0755 2345 6785', '王总 139-1234-5678'])
      assert.equal((await clerk.post('/customer/search', { q: text })).status, 200, text);
    for (const text of ['companies', 'C00000001', '440300-2026-000123', '2026 年 3 月', '2026-01-05'])
      assert.equal((await clerk.post('/customer/search', { q: text })).is(303, text).location, `/customer?q=${encodeURIComponent(text)}`);
  });

  test('results are within the scope', async () => {
    const sales = await signedIn(instance, 'sales');
    const mine = new Set(await walk(sales, '/customer'));
    for (const id of await walk(sales, `/customer?q=${encodeURIComponent('有限')}`)) assert.ok(mine.has(id));
    const other = instance.store(`SELECT id, archive_no FROM customer WHERE id NOT IN (${[...mine].join()}) LIMIT 1;`)[0];
    assert.equal((await search(sales, other.archive_no)).page.rows.length, 0);
  });

  test('results go by pages to the end', async () => {
    const ids = await walk(clerk, `/customer?q=${encodeURIComponent('公司')}`);
    const all = instance.store("SELECT id FROM customer WHERE name LIKE '%公司%';").map((row) => row.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual([...ids].sort((a, b) => a - b), all.sort((a, b) => a - b));
  });
});

describe('searching by a confidential value, CONF-4', () => {
  const PHONE = '19587654321';
  let id;
  before(async () => {
    id = await create(clerk, { name: '按电话查找公司', phone: PHONE, email: 'find.me@by-value.example' });
  });

  const searches = () => instance.access('channel = 2');

  test('a telephone number of one customer leads to its record, and is recorded before the answer', async () => {
    const before = searches().length;
    const answer = (await clerk.post('/customer/search', { q: '195-8765-4321' })).is(303, 'the record has an address to come back to');
    assert.equal(answer.location, `/customer/${id}?notice=found-by-value`, 'no number in an address');
    assert.match((await clerk.get(answer.location)).is(200).page.text, /按完整的电话或邮箱找到，已写入访问记录/);
    const records = searches().slice(before);
    assert.ok(records.length >= 1 && records.every((record) => record.login === clerk.login));
    assert.ok(records.some((record) => record.field === 'phone' && record.kind === 1));
    assert.ok(records.every((record) => /^[0-9a-f]{32,}$/.test(record.value_hash)), 'the value only as a keyed hash');
    assert.ok(!JSON.stringify(instance.access()).includes(PHONE));
  });

  test('an e-mail address likewise', async () => {
    const answer = (await clerk.post('/customer/search', { q: 'Find.Me@BY-value.example' })).is(303);
    assert.equal(answer.location, `/customer/${id}?notice=found-by-value`);
  });

  test('a telephone number of several customers gives a list without an address', async () => {
    const shared = '19587654322';
    const ids = [await create(clerk, { name: '同号公司甲', phone: shared }), await create(clerk, { name: '同号公司乙', phone: shared })];
    const before = searches().length;
    const answer = (await clerk.post('/customer/search', { q: shared })).is(200);
    assert.deepEqual(answer.page.rows.map(idOf).sort(), ids.sort());
    assert.ok(!answer.body.includes(shared), 'the number is not written back');
    assert.ok(searches().slice(before).every((record) => record.request === answer.number));
  });

  test('the last four digits, CONF-4: posted, recorded, behind what begins so; never in an address', async () => {
    const before = searches().length;
    const answer = (await clerk.post('/customer/search', { q: '4321' })).is(200);
    assert.ok(answer.page.rows.map(idOf).includes(id));
    assert.match(answer.page.text, /按末四位查找已写入访问记录/);
    const records = searches().slice(before);
    assert.ok(records.some((record) => record.customer_id === id && record.login === clerk.login && /^[0-9a-f]{32}$/.test(record.value_hash)));
    assert.ok(!answer.body.includes('?q=4321'));
    const recorded = searches().length;
    const shown = (await clerk.get('/customer?q=4321')).is(200);
    assert.ok(!shown.page.rows.map(idOf).includes(id), 'a link discloses nothing');
    assert.match(shown.page.text, /也按电话末四位查找/);
    assert.equal((await clerk.post('/customer/search', { q: '321' })).is(303).location, '/customer?q=321');
    assert.equal((await clerk.post('/customer/search', { q: '54321' })).is(303).location, '/customer?q=54321');
    const technical = await signedIn(instance, 'technical');
    assert.equal((await technical.post('/customer/search', { q: '4321' })).is(303).location, '/customer?q=4321', 'not entitled: numbers only');
    assert.ok(!(await technical.get('/customer?q=4321')).is(200).page.text.includes('末四位查找'));
    assert.equal(searches().length, recorded);
  });

  test('CONF-4 a number cut into pieces, or with a word, is in no address either; dates and numbers of archives are', async () => {
    for (const q of ['139.1234.5678', '139_1234_5678', '139 1234 5678 张', '张139/1234/5678', 'tel:13912345678'])
      (await clerk.post('/customer/search', { q })).is(200, q);
    for (const q of ['2026-11-25', '440300-2026-000123', '440300-2026-0', '深圳 2026.11.25'])
      assert.equal((await clerk.post('/customer/search', { q })).is(303, q).location, `/customer?q=${encodeURIComponent(q)}`);
  });

  test('in an address it is not searched for as a value: nothing is disclosed by a link', async () => {
    const before = instance.access().length;
    const answer = (await clerk.get(`/customer?q=${PHONE}`)).is(200);
    assert.equal(answer.page.rows.length, 0);
    assert.ok(!answer.body.includes(PHONE));
    assert.equal(instance.access().length, before, 'nothing to record');
  });

  test('equal values have equal hashes, and no hash of the log is found in the store', async () => {
    await clerk.post('/customer/search', { q: PHONE });
    await clerk.post('/customer/search', { q: PHONE });
    const hashes = searches().filter((record) => record.field === 'phone' && record.kind === 1).slice(-2).map((record) => record.value_hash);
    assert.equal(hashes[0], hashes[1]);
  });

  test('not entitled: nothing is found, the reason is said, the refusal is recorded', async () => {
    const technical = await signedIn(instance, 'technical');
    const before = searches().length;
    const answer = await technical.post('/customer/search', { q: PHONE });
    assert.ok([200, 403].includes(answer.status), `${answer.status}`);
    assert.equal(answer.page.rows.length, 0);
    assert.ok(!answer.body.includes('按电话查找公司'));
    const records = searches().slice(before);
    assert.ok(records.length >= 1 && records.every((record) => record.result !== 1 && record.login === technical.login));
  });

  test("another's customer is not found by value", async () => {
    const sales = await signedIn(instance, 'sales');
    const answer = (await sales.post('/customer/search', { q: PHONE })).is(200);
    assert.equal(answer.page.rows.length, 0);
    assert.equal(searches().at(-1).login, sales.login);
  });
});

describe('filters, ARC-9', () => {
  const total = (answer) => Number(/class="faint total">共 (\d+) 户/.exec(answer.body)?.[1]);

  test('by fields, with a text and an order, in an address that can be kept', async () => {
    const [{ n }] = instance.store("SELECT count(*) n FROM field_value WHERE kind = 1 AND field = 'industry' AND value = 'steel'");
    const answer = (await clerk.get('/customer?industry.is=steel&sort=name')).is(200);
    assert.equal(total(answer), n);
    assert.match(answer.page.text, /所属行业：\s*钢铁/);
    const ids = await walk(clerk, '/customer?industry.is=steel&sort=name');
    assert.equal(new Set(ids).size, n);
    const found = await walk(clerk, `/customer?q=${encodeURIComponent('公司')}&industry.is=steel`);
    assert.ok(found.length > 0 && found.every((one) => ids.includes(one)));
    assert.equal((await clerk.get('/customer?industry.is=&kind.is=dealer&sort=&q=')).is(303).location, '/customer?kind.is=dealer');
  });

  test('the form asks for what is asked for, and names no confidential field', async () => {
    const answer = (await clerk.get('/customer/filter?industry.is=steel&established.from=2001-01-01&goods.state=empty')).is(200);
    assert.match(answer.body, /value="steel" selected/);
    assert.match(answer.body, /name="established.from" value="2001-01-01"/);
    assert.ok(!/name="(phone|fax|email|bank|bank_account|credit_limit|price|volume)\./.test(answer.body));
  });

  test('nothing found is said politely, and each condition can be removed', async () => {
    const answer = (await clerk.get('/customer?industry.is=steel&created.to=1999-01-01')).is(200);
    assert.equal(answer.page.rows.length, 0);
    assert.match(answer.page.text, /没有符合条件的客户/);
    assert.match(answer.page.text, /去掉一个筛选条件/);
    assert.ok(answer.body.includes('href="/customer?industry.is=steel"'));
  });

  test('CONF-4 nobody filters by a confidential field, whatever the address says', async () => {
    const fields = JSON.parse(instance.kedang(['fields', '--json']).stdout);
    const sealed = fields.filter((field) => field.kind === 'customer' && field.level >= 2).map((field) => field.key);
    assert.ok(sealed.length >= 10);
    for (const role of ['archive_clerk', 'general_manager', 'sales', 'technical']) {
      const client = await signedIn(instance, role);
      for (const key of new Set(sealed))
        for (const way of ['is=1', 'has=1', 'from=1', 'to=9', 'state=empty', 'state=filled']) {
          const answer = (await client.get(`/customer?${key}.${way}`)).is(422);
          assert.equal(answer.page.rows.length, 0, `${role} ${key}.${way}`);
        }
    }
  });

  test('ORG-2 filters stay within the scope', async () => {
    const sales = await signedIn(instance, 'sales');
    const mine = new Set(await walk(sales, '/customer'));
    for (const id of await walk(sales, '/customer?industry.state=filled')) assert.ok(mine.has(id));
    const other = instance.store(`SELECT p.login FROM person p JOIN customer c ON c.owner_id = p.id WHERE c.id NOT IN (${[...mine].join()}) LIMIT 1;`)[0];
    assert.equal((await sales.get(`/customer?owner.is=${other.login}`)).is(200).page.rows.length, 0);
  });
});
