// The command-line tool beside the running system: verifying the log on a copy, importing customers, the tables it prints.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { kedang, ROOT, startInstance } from '../support/instance.mjs';
import { creditCode } from '../support/values.mjs';
import { workbook } from '../support/workbook.mjs';

let instance;
let clerk;
let folder;
before(async () => {
  instance = await startInstance({ customers: 30 });
  clerk = await signedIn(instance, 'archive_clerk');
  folder = fs.mkdtempSync(path.join(os.tmpdir(), '工具 测试 '));
});
after(async () => {
  await instance.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const shipped = (file) => fs.readFileSync(`db/schema/access/${file}`, 'utf8');
const TRIGGERS = `${/CREATE TRIGGER access_stays[^]*?END;/.exec(shipped('001_access.sql'))[0]}\n${/CREATE TRIGGER access_remains[^]*?END;/.exec(shipped('003_prune.sql'))[0]}`;

const write = (name, content) => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
};

describe('kedang verify, CONF-5', () => {
  // Copies log, heads and public file to a folder without the key; the copy is taken as a backup would take it.
  function copy(name) {
    const to = path.join(folder, name);
    fs.mkdirSync(to);
    fs.copyFileSync(instance.path('custody', 'public'), path.join(to, 'public'));
    fs.copyFileSync(instance.path('heads', 'heads'), path.join(to, 'heads'));
    instance.sql('custody/access.db', `VACUUM INTO '${path.join(to, 'access.db')}';`);
    return to;
  }
  const verify = (at, heads = true) => kedang(path.join(folder, 'no home'), ['verify', '--log', path.join(at, 'access.db'),
    '--public', path.join(at, 'public'), ...(heads ? ['--heads', path.join(at, 'heads')] : [])]);
  const damage = (at, statement) => instance.sql(path.join(at, 'access.db'),
    `DROP TRIGGER access_stays; DROP TRIGGER access_remains; ${statement}; ${TRIGGERS}`, { write: true }); // who tampers puts them back

  before(async () => {
    const [{ id }] = instance.store("SELECT record_id AS id FROM field_value WHERE kind = 1 AND field = 'phone' LIMIT 1;");
    for (let i = 0; i < 12; i++) (await clerk.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' })).is(200);
    await instance.stop({ remove: false }); // a head is signed at shutdown
    await instance.start();
    clerk = await signedIn(instance, 'archive_clerk');
    for (let i = 0; i < 3; i++) (await clerk.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' })).is(200);
  });

  test('a whole log is whole, on a copy with only the public file, and in place while it runs', () => {
    const at = copy('whole');
    assert.ok(!fs.existsSync(path.join(at, 'key')));
    const result = verify(at);
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /whole/);
    assert.equal(instance.kedang(['verify']).code, 0);
  });

  const DAMAGES = [
    ['a changed record', "UPDATE access SET login = 'somebody.else' WHERE seq = 5;", /\b5\b.*altered/],
    ['a changed purpose', "UPDATE access SET purpose = 'visit' WHERE seq = 1;", /\b1\b.*altered/],
    ['a removed record', 'DELETE FROM access WHERE seq = 7;', /\b7\b.*removed/],
    ['two records in each other\'s place', 'UPDATE access SET seq = -1 WHERE seq = 3; UPDATE access SET seq = 3 WHERE seq = 4; UPDATE access SET seq = 4 WHERE seq = -1;', /\b3\b/],
    ['the end cut off', 'DELETE FROM access WHERE seq > 10;', /\b11\b.*(missing|cut)/],
    ['the end cut off with heads and tip', 'DELETE FROM access WHERE seq > 10; DELETE FROM head WHERE seq > 10; DELETE FROM tip;', /11|cut|older|signature/],
    ['a forged tip', 'UPDATE tip SET signature = zeroblob(64);', /signature|altered/],
    ['a record put in', "INSERT INTO access SELECT max(seq) + 1, time, person_id, login, behalf_id, role, session, address, request, kind, record_id, customer_id, field, level, purpose, purpose_text, channel, result, approval_id, value_hash, count, link FROM access;", /put in|signature|altered/],
  ];
  for (const [i, [what, statement, message]] of DAMAGES.entries())
    test(`${what} is found and located`, () => {
      const at = copy(`damaged ${i}`);
      damage(at, statement);
      const result = verify(at);
      assert.equal(result.code, 1, result.stdout);
      assert.match(result.stderr, message);
      assert.equal(result.stderr.trim().split('\n').length, 1, 'one clear line');
    });

  test('an older copy of the whole log is found by the heads kept outside', async () => {
    const at = copy('older');
    const [{ id }] = instance.store("SELECT record_id AS id FROM field_value WHERE kind = 1 AND field = 'phone' LIMIT 1;");
    (await clerk.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' })).is(200);
    await instance.stop({ remove: false });
    fs.copyFileSync(instance.path('heads', 'heads'), path.join(at, 'heads'));
    await instance.start();
    clerk = await signedIn(instance, 'archive_clerk');
    const result = verify(at);
    assert.equal(result.code, 1);
    assert.match(result.stderr, /older|missing|cut/);
  });

  test('missing and foreign files: one clear line each', () => {
    const at = copy('foreign');
    for (const name of ['public', 'access.db']) {
      fs.renameSync(path.join(at, name), path.join(at, 'away'));
      const result = verify(at);
      assert.notEqual(result.code, 0);
      assert.equal(result.stderr.trim().split('\n').length, 1, result.stderr);
      fs.renameSync(path.join(at, 'away'), path.join(at, name));
    }
    fs.writeFileSync(path.join(at, 'access.db'), 'this is no database, but long enough to be taken for one'.repeat(20));
    assert.equal(verify(at).code, 1);
  });
});

describe('kedang user', () => {
  test('what is done to an account leaves a line, and no password', () => {
    const add = instance.kedang(['user', 'add', 'new.person', '新人', '--role', 'sales']);
    assert.equal(add.code, 0, add.stderr);
    assert.equal(instance.kedang(['user', 'password', 'new.person']).code, 0);
    const lines = instance.log('kedang').filter((line) => line.event.startsWith('user.'));
    assert.deepEqual(lines.map((line) => [line.event, line.account]), [['user.add', 'new.person'], ['user.password', 'new.person']]);
    const [password] = add.stdout.match(/\w{4}(-\w{4}){3}/);
    assert.ok(!fs.readFileSync(instance.path('log/kedang.log'), 'utf8').includes(password));
  });
});

describe('kedang import, ARC-13', () => {
  const HEADING = '公司名称,统一社会信用代码,客户类型,所在地区,电话,银行账号,备注';
  const rows = (count, start) => Array.from({ length: count }, (_, i) =>
    `导入${start + i}王𠮷有限公司,${creditCode(start + i)},直接用户,440305,1957000${String(start + i).padStart(4, '0')},62170000${String(start + i).padStart(8, '0')},"含,逗号和\n换行"`);
  const run = (file, ...more) => instance.kedang(['import', file, '--as', clerk.login, ...more]);
  const count = () => instance.store('SELECT count(*) AS n FROM customer;')[0].n;

  test('UTF-8 with and without BOM: every row is there, sealed, masked, found', async () => {
    const before = count();
    for (const [start, bom] of [[1000, ''], [1100, '\ufeff']]) {
      const result = run(write(`gut ${start}.csv`, `${bom}${HEADING}\r\n${rows(60, start).join('\r\n')}\r\n`));
      assert.equal(result.code, 0, result.stdout + result.stderr);
    }
    assert.equal(count(), before + 120);
    const page = (await clerk.visit(`/customer?q=${encodeURIComponent('导入1057王𠮷')}`)).page;
    assert.equal(page.rows.length, 1);
    const record = (await clerk.get(page.rows[0].href)).is(200).page;
    assert.ok(record.text.includes('导入1057王𠮷有限公司') && record.text.includes('195****1057'));
    assert.ok(!record.html.includes('19570001057'));
    const revealed = await clerk.post(`${page.rows[0].href}/reveal`, { field: 'phone', purpose: 'archive' });
    assert.ok(revealed.page.text.includes('19570001057'));
  });

  test('GB18030, as a spreadsheet here saves it, four-byte characters included', async () => {
    const text = `${HEADING}\r\n${rows(3, 1200).join('\r\n')}\r\n`;
    const utf8 = write('gb.utf8', text);
    const { spawnSync } = await import('node:child_process');
    const converted = spawnSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030', utf8]);
    assert.equal(converted.status, 0);
    const result = run(write('gb.csv', converted.stdout));
    assert.equal(result.code, 0, result.stderr);
    assert.equal(instance.store("SELECT count(*) AS n FROM customer WHERE name LIKE '导入120_王𠮷有限公司';")[0].n, 3);
  });

  test('a second run changes nothing', () => {
    const file = path.join(folder, 'gut 1000.csv');
    const state = () => instance.store('SELECT (SELECT count(*) FROM customer) AS c, (SELECT count(*) FROM history) AS h, (SELECT sum(version) FROM customer) AS v;')[0];
    const before = state();
    const result = run(file);
    assert.equal(result.code, 0, result.stderr);
    assert.deepEqual(state(), before);
  });

  test('every bad row is told by row and column, and nothing is half-done', () => {
    const before = count();
    const bad = rows(5, 1300);
    bad[1] = bad[1].replace('直接用户', '没有这种');
    bad[3] = bad[3].replace(/1957000\d{4}/, '12345');
    bad[4] = bad[4].replace(/^[^,]+/, '');
    const result = run(write('schlecht.csv', `${HEADING}\n${bad.join('\n')}\n`));
    assert.notEqual(result.code, 0);
    const said = result.stdout + result.stderr;
    for (const part of ['客户类型', '电话', '公司名称']) assert.ok(said.includes(part) || /kind|phone|name/i.test(said), `${part}: ${said}`);
    assert.ok(/\b4\b/.test(said), said); // physical line of the second row: line 2 and 3 are the first
    assert.equal(count(), before, 'nothing was imported');
  });

  test('values of the file are in no log and no error text', () => {
    const logs = fs.readdirSync(instance.path('log')).map((name) => fs.readFileSync(instance.path('log', name), 'utf8')).join();
    assert.ok(!logs.includes('1957000'));
  });

  test('a workbook as offices make them: title, merged headings, dates by style, hidden rows, another sheet', () => {
    const file = write('客户.xlsx', workbook({
      说明: [['请看下一页']],
      客户: {
        rows: [['客户登记表'], [], ['单位名称', '成立日期', '注册资本', '联系人'], [null, null, null, '姓名', '手机'],
          ['表格甲有限公司', { date: '2024-05-01' }, 1234.5, '张三', '１３８００１３８０００'], [],
          ['表格乙有限公司', '2023年6月7日', '1,000', '李四', 13900139000]],
        merges: ['A1:E1', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:E3'],
        hidden: [7],
      },
    }));
    const result = run(file, '--sheet', '客户');
    assert.equal(result.code, 0, result.stdout + result.stderr);
    const values = instance.store("SELECT c.name, f.field, f.value FROM customer c JOIN field_value f ON f.kind = 1 AND f.record_id = c.id WHERE c.name LIKE '表格_有限公司' ORDER BY 1, 2;");
    assert.deepEqual(values.map(Object.values), [['表格乙有限公司', 'established', '2023-06-07'], ['表格乙有限公司', 'registered_capital', '1000.00'],
      ['表格甲有限公司', 'established', '2024-05-01'], ['表格甲有限公司', 'registered_capital', '1234.50']]);
    const mobiles = instance.store("SELECT value FROM field_value WHERE kind = 2 AND field = 'mobile' AND record_id IN (SELECT k.id FROM contact k JOIN customer c ON c.id = k.customer_id WHERE c.name LIKE '表格_有限公司') ORDER BY 1;");
    assert.deepEqual(mobiles.map(({ value }) => value), ['138****8000', '139****9000']);
    assert.equal(run(file, '--sheet', '没有这个').code, 1);
  });

  test('an .xls workbook; a long number that Excel cut is refused in words', () => {
    const before = count();
    const file = path.join(ROOT, 'tests/support/files/customers.xls');
    const result = run(file, '--report', path.join(folder, 'xls.faults.csv'));
    assert.equal(result.code, 1);
    assert.match(result.stderr, /approximation of this long number/);
    assert.equal(count(), before);
    const without = run(file, '--ignore', '银行账号', '--report', path.join(folder, 'xls.faults.csv'));
    assert.equal(without.code, 0, without.stderr);
    assert.equal(count(), before + 2);
  });

  test('unknown columns, an empty file, a missing file: one clear line', () => {
    for (const file of [write('spalten.csv', '不知道的列,公司名称\n1,某公司\n'), write('leer.csv', ''), path.join(folder, 'gibt es nicht.csv')]) {
      const before = count();
      const result = run(file);
      assert.notEqual(result.code, 0, file);
      assert.ok(result.stderr.trim().length > 0);
      assert.equal(count(), before);
    }
  });
});

describe('what the tool prints', () => {
  test('routes, fields and accounts are what the programs use', () => {
    for (const route of instance.routes) for (const key of ['program', 'method', 'path', 'permission', 'title_zh', 'title_en']) assert.ok(route[key], `${route.path} ${key}`);
    assert.ok(instance.routes.some((route) => route.discloses === true));
    for (const field of instance.fields) for (const key of ['kind', 'key', 'zh', 'en', 'type']) assert.ok(field[key], `${field.key} ${key}`);
    for (const account of instance.accounts) for (const key of ['login', 'password', 'role']) assert.ok(account[key], account.login);
  });

  test('wrong commands and options: one clear line, exit code 2', () => {
    for (const args of [['nonsense'], ['run', '--porto', '1'], ['demo', '-5'], ['verify', '--log'], ['user', 'add']]) {
      const result = instance.kedang(args);
      assert.equal(result.code, 2, args.join(' '));
      assert.ok(result.stderr.trim().split('\n').length <= 2, result.stderr);
    }
  });

  test('accounts: added once, listed, never with a password', () => {
    assert.equal(instance.kedang(['user', 'add', 'twice', '两次', '--role', 'sales']).code, 0);
    const again = instance.kedang(['user', 'add', 'twice', '两次', '--role', 'sales']);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /taken/);
    const list = instance.kedang(['user', 'list']);
    assert.ok(list.stdout.includes('twice') && list.stdout.includes('两次'));
    assert.equal(instance.kedang(['user', 'add', 'Bad Login', 'x', '--role', 'sales']).code, 1);
    assert.equal(instance.kedang(['user', 'add', 'norole', '某人', '--role', 'emperor']).code, 1);
  });
});
