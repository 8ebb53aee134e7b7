// Lists as files (CONF-7): what the list shows, all its rows, masks only; recorded before it leaves, and within limits.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { FAULTS } from '../support/faults.mjs';
import { startInstance } from '../support/instance.mjs';
import { create } from '../support/records.mjs';
import { until } from '../support/until.mjs';
import { readWorkbook, unzip } from '../support/workbook.mjs';

let instance;
let clerk;
let sales;
let auditor;
before(async () => {
  instance = await startInstance({ customers: 300 });
  [clerk, sales, auditor] = await Promise.all(['archive_clerk', 'sales', 'auditor'].map((role) => signedIn(instance, role)));
});
after(() => instance.stop());

const exported = async (client, query, format = 'xlsx') => (await client.post('/customer/export', { query, format })).is(200);
const cells = (answer) => readWorkbook(answer.bytes).map((row) => Array.from(row, (cell) => cell?.text ?? ''));
const remarks = (answer) => unzip(answer.bytes)['xl/worksheets/sheet2.xml'].replace(/<[^>]*>/g, ' ').replace(/ +/g, ' ');
const exports_ = () => instance.access('channel = 3');
const last = () => exports_().at(-1);

describe('CONF-7 a list as a workbook', () => {
  test('all rows in the order of the list with its columns, headings first', async () => {
    const rows = cells(await exported(clerk, 'sort=number'));
    assert.deepEqual(rows[0], ['档案编号', '公司名称', '客户类型', '所在地区', '目前跟进销售员', '电话', '更新日期']);
    assert.deepEqual(rows.slice(1).map((row) => row[0]), instance.store('SELECT archive_no FROM customer ORDER BY archive_no;').map((row) => row.archive_no));
  });

  test('filters, words and chosen columns as the list has them', async () => {
    const answer = await exported(clerk, 'q=%E5%85%AC%E5%8F%B8&kind.is=dealer&cols=name,kind,established,bank_account');
    const rows = cells(answer);
    assert.deepEqual(rows[0], ['公司名称', '客户类型', '成立日期', '银行账号']);
    const expected = instance.store("SELECT count(*) AS n FROM customer WHERE kind = 'dealer' AND name LIKE '%公司%';")[0].n;
    assert.equal(rows.length - 1, expected);
    assert.ok(rows.slice(1).every((row) => row[1] === '经销商'));
    assert.match(remarks(answer), new RegExp(`${clerk.login}.*公司.*客户类型：经销商.*${expected}`));
  });

  test('dates are dates and long digits are texts', async () => {
    const id = await create(clerk, { name: '日期样本有限公司', established: '2001-02-03' });
    const code = instance.store(`SELECT code FROM customer WHERE id = ${id};`)[0].code;
    const answer = await exported(clerk, `q=${code}&cols=name,established,code,created`);
    const [, row] = readWorkbook(answer.bytes);
    assert.deepEqual([row[1].type, row[1].text], ['n', '36925']);
    assert.equal(row[2].type, 'inlineStr');
    assert.equal(row[3].type, 'n', 'a real time');
  });

  test('confidential fields leave as masks only', async () => {
    const id = await create(clerk, { name: '掩码样本有限公司', phone: '13912345678', bank_account: '6222021234567890128' });
    const code = instance.store(`SELECT code FROM customer WHERE id = ${id};`)[0].code;
    for (const format of ['xlsx', 'csv']) {
      const answer = await exported(clerk, `q=${code}&cols=name,phone,bank_account`, format);
      const text = format === 'csv' ? answer.body : Object.values(unzip(answer.bytes)).join('');
      assert.match(text, /139\*\*\*\*5678/);
      assert.ok(!text.includes('13912345678') && !text.includes('6222021234567890128'));
    }
  });

  test('no name of a customer is a formula', async () => {
    const id = await create(clerk, { name: '=HYPERLINK("http://x")公司' });
    const code = instance.store(`SELECT code FROM customer WHERE id = ${id};`)[0].code;
    assert.match((await exported(clerk, `q=${code}&cols=name`, 'csv')).body, /"'=HYPERLINK/);
    const sheet = unzip((await exported(clerk, `q=${code}&cols=name`)).bytes)['xl/worksheets/sheet1.xml'];
    assert.ok(!/<f[ >]/.test(sheet) && /s="3"/.test(sheet));
  });

  test('the file has the name of the view and the day, in Chinese too', async () => {
    const kept = (await clerk.post('/customer/views', { query: 'kind.is=dealer&sort=name', name: '重点/经销商', shared: 'all' })).is(303);
    const view = /view=\d+/.exec(kept.location)[0];
    const answer = await exported(clerk, view);
    const name = decodeURIComponent(/filename\*=UTF-8''(\S+)/.exec(answer.headers['content-disposition'])[1]);
    assert.match(name, /^重点_经销商 \d{4}-\d\d-\d\d\.xlsx$/);
    assert.match(answer.headers['content-disposition'], /^attachment; filename="customers-\d{4}-\d\d-\d\d\.xlsx"; /);
    assert.equal(answer.headers['content-type'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.match(unzip(answer.bytes)['xl/workbook.xml'], /name="重点 经销商"/);
    const csv = await exported(sales, view, 'csv');
    assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8');
    assert.ok(csv.bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])));
  });

  test('in English for who reads English', async () => {
    const english = await signedIn(instance, 'finance', { language: 'en' });
    const answer = await exported(english, 'kind.is=dealer&cols=name,kind');
    assert.deepEqual(cells(answer)[0], ['Company name', 'Customer kind']);
    assert.match(remarks(answer), /Exported by/);
  });
});

describe('who may export what', () => {
  test('ORG-2 only one’s own customers leave', async () => {
    const codes = cells(await exported(sales, 'cols=code,name')).slice(1).map((row) => row[0]).sort();
    assert.deepEqual(codes, instance.store(`SELECT code FROM customer WHERE owner_id = (SELECT id FROM person WHERE login = '${sales.login}') ORDER BY code;`)
      .map((row) => row.code));
  });

  test('without the permission there is no button and no file', async () => {
    const technical = await signedIn(instance, 'technical');
    assert.ok(!(await technical.get('/customer?kind.is=dealer')).is(200).body.includes('/customer/export'));
    const before_ = exports_().length;
    assert.equal((await technical.post('/customer/export', { query: '', format: 'csv' })).status, 403);
    assert.equal(exports_().length, before_);
    assert.ok((await clerk.get('/customer?kind.is=dealer')).is(200).body.includes('action="/customer/export"'));
  });

  test('CONF-4 what is found by a confidential value does not leave', async () => {
    for (const query of ['q=13912345678', 'q=5678', 'q=1391234567', 'remarks.has=13912345678', 'q=139.1234.5678', 'q=139+1234+5678+%E5%BC%A0',
      `remarks.has=${encodeURIComponent('１３９１２３４５６７８')}`, 'remarks.has=139-1234-5678']) {
      const answer = (await clerk.post('/customer/export', { query, format: 'csv' })).is(303);
      assert.match(answer.location, /export=value$/, query);
      assert.ok(!answer.location.includes('q=13912345678'), 'such a value never stands in an address');
      assert.match((await clerk.get(answer.location)).page.text, /不能导出/);
    }
  });

  test('a filter that can’t be is shown instead of a file', async () => {
    const answer = (await clerk.post('/customer/export', { query: 'bank_account.has=6222', format: 'csv' })).is(303);
    assert.equal((await clerk.get(answer.location)).status, 422);
  });
});

describe('CONF-3 the record of an export', () => {
  test('who, when, which list, how many rows, which columns, what of them masked', async () => {
    const rows = cells(await exported(clerk, 'kind.is=dealer&cols=name,phone,industry')).length - 1;
    const record = last();
    assert.equal(record.login, clerk.login);
    assert.equal(record.count, rows);
    assert.equal(record.field, 'name,phone*,industry');
    assert.equal(record.result, 1);
    assert.match(record.purpose_text, /^xlsx · 客户列表 · 客户类型：经销商$/);
    const page = (await auditor.get('/audit')).is(200).page.text;
    assert.match(page, new RegExp(`客户列表 ${rows} 行：公司名称、电话（掩码）、所属行业`));
    assert.match((await auditor.get(`/audit/${record.seq}`)).is(200).page.text, /客户类型：经销商/);
  });

  test('nothing leaves that can’t be recorded', async () => {
    const fault = FAULTS.find((one) => one.name === 'the access log is taken away');
    const before_ = exports_().length;
    fault.begin(instance);
    try {
      const answer = await clerk.post('/customer/export', { query: '', format: 'csv' });
      assert.equal(answer.status, 503);
      assert.ok(!answer.body.includes('档案编号,'));
    } finally {
      fault.end(instance);
    }
    await until('exports leave again', async () => (await clerk.post('/customer/export', { query: 'kind.is=dealer', format: 'csv' })).status === 200);
    assert.equal(exports_().length, before_ + 1);
  });
});

describe('limits', () => {
  const grow = (rows) => instance.store(`WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    INSERT INTO customer (id, archive_no, code, name, name_fold, name_key, kind, owner_id, unit_id, created_at, created_by, updated_at, updated_by, found_by)
    SELECT 9000000000000000 + i, 'Z' || i, 'Z' || i, '多' || i, '多' || i, 'zz' || printf('%06d', i), 'dealer', owner_id, unit_id, created_at, 1, updated_at, 1, ''
    FROM n, (SELECT * FROM customer LIMIT 1);`, { write: true });
  const shrink = () => instance.store("DELETE FROM customer WHERE id > 9000000000000000;", { write: true });

  test('100,000 rows leave, one more is told', async () => {
    const there = instance.store("SELECT count(*) AS n FROM customer;")[0].n;
    grow(100_000 - there);
    try {
      const answer = await exported(clerk, 'cols=code,name', 'csv');
      assert.equal(answer.body.split('\r\n').indexOf(''), 100_001);
      assert.equal(last().count, 100_000);
      instance.store(`INSERT INTO customer (id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, created_by, updated_at, updated_by, found_by)
        SELECT 9007000000000000, 'ZZ', 'ZZ', '多', '多', 'zzz', owner_id, unit_id, created_at, 1, updated_at, 1, '' FROM customer LIMIT 1;`, { write: true });
      const records = exports_().length;
      const refused = (await clerk.post('/customer/export', { query: 'cols=code,name', format: 'csv' })).is(303);
      assert.match(refused.location, /cols=code%2Cname&export=rows$/);
      assert.match((await clerk.get(refused.location)).is(200).page.text, /超过 100,000 行/);
      assert.equal(exports_().length, records, 'nothing left, nothing is recorded');
    } finally {
      shrink();
    }
  });

  test('nobody takes both places, so one person keeps nobody else from exporting', async () => {
    const client = await signedIn(instance, 'general_manager');
    grow(20_000);
    try {
      const answers = await Promise.all(Array.from({ length: 4 }, () => client.post('/customer/export', { query: 'sort=number', format: 'xlsx' })).concat(exported(clerk, 'kind.is=dealer', 'csv')));
      const own = answers.slice(0, 4);
      assert.ok(own.some((answer) => answer.status === 200));
      for (const answer of own.filter((one) => one.status !== 200)) assert.match(answer.is(303).location, /export=own$/);
      assert.match((await client.get('/customer?sort=number&export=own')).is(200).page.text, /另一次导出还没有完成/);
    } finally {
      shrink();
    }
  });

  test('64 MB leave, a byte more does not', async () => {
    const LIMIT = 64 * 1024 * 1024;
    const BYTES = 60_000; // of one customer's name
    const fill = (rows) => {
      grow(rows);
      instance.store(`UPDATE customer SET name = substr(replace(hex(zeroblob(${BYTES / 2})), '0', 'n'), 1, ${BYTES}) WHERE id > 9000000000000000;`, { write: true });
    };
    const file = async (status) => {
      const answer = await clerk.post('/customer/export', { query: 'code.has=Z&cols=name', format: 'csv' });
      assert.equal(answer.status, status); // is() would read all of it as a page
      return answer;
    };
    const cut = (bytes) => instance.store(`UPDATE customer SET name = substr(name, 1, ${bytes}) WHERE id = (SELECT max(id) FROM customer);`, { write: true });
    try {
      fill(1000);
      const bytes = (await file(200)).bytes.length;
      const further = Math.ceil((LIMIT - bytes) / (BYTES + 2)); // each a name and its line end; the last one has to be cut
      shrink();
      fill(1000 + further);
      cut(BYTES - (bytes + further * (BYTES + 2) - LIMIT));
      assert.equal((await file(200)).bytes.length, LIMIT);
      instance.store("UPDATE customer SET name = name || 'n' WHERE id = (SELECT max(id) FROM customer);", { write: true });
      const records = exports_().length;
      const refused = await file(303);
      assert.match(refused.location, /export=size$/);
      assert.match((await clerk.get('/customer?kind.is=dealer&export=size')).is(200).page.text, /超过 64 MB/);
      assert.equal(exports_().length, records, 'nothing left, nothing is recorded');
    } finally {
      shrink();
    }
  });

  test('each reason why there is no file is told, and nothing else that stands in an address', async () => {
    for (const [key, words] of Object.entries({ rows: /超过 100,000 行/, size: /超过 64 MB/, slow: /40 秒内没有完成/, busy: /一分钟后再试/, value: /不能导出/ }))
      assert.match((await clerk.get(`/customer?kind.is=dealer&export=${key}`)).is(200).page.text, words);
    assert.ok(!/没有导出/.test((await clerk.get('/customer?kind.is=dealer&export=other')).is(200).page.text));
  });

  // The places of those who export are locks on a byte each (store_place_take); another process holds both of them.
  test('two at a time; the third is told so', async () => {
    const holder = spawn('perl', ['-e', `open(F, '+<', $ARGV[0]) or die; my $l = pack('s s x4 q q i x4', 1, 0, 2, 2, 0); fcntl(F, 37, $l) or die; $| = 1; print "held"; sleep 60;`,
      instance.path('db/kedang.db-queue')]);
    await new Promise((resolve) => { holder.stdout.once('data', resolve); });
    const records = exports_().length;
    try {
      const refused = (await clerk.post('/customer/export', { query: 'kind.is=dealer&sort=name', format: 'xlsx' })).is(303);
      assert.equal(refused.location, '/customer?sort=name&kind.is=dealer&export=busy');
      assert.match((await clerk.get(refused.location)).is(200).page.text, /请一分钟后再试/);
      assert.equal(exports_().length, records);
    } finally {
      holder.kill('SIGKILL');
      await new Promise((resolve) => { holder.once('exit', resolve); });
    }
    for (let i = 0; i < 4; i++) await exported(clerk, 'kind.is=dealer', 'csv');
  });
});
