// Faulty rows of a list go back to who uploaded it, as a file of the same layout with what is wrong in a last column (ARC-13).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { processesIn, startInstance } from '../support/instance.mjs';
import { settled, uploaded } from '../support/upload.mjs';
import { readWorkbook, workbook } from '../support/workbook.mjs';

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

const PHONE = '139876501';
const csv = (...lines) => Buffer.from(`${lines.join('\r\n')}\r\n`);
const cells = (answer) => readWorkbook(answer.bytes).map((row) => Array.from(row, (cell) => cell?.text ?? ''));
const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
  const name = path.join(folder, entry.name);
  return entry.isDirectory() ? walk(name) : entry.isFile() ? [name] : [];
});
async function checked(name, bytes, values = {}) {
  const { path: at } = await uploaded(clerk, name, bytes);
  (await clerk.submit(at, `${at}/check`, { owner: clerk.login, ...values })).is(303);
  return { at, page: await settled(clerk, at) };
}
const rejected = (at, client = clerk) => client.post(`${at}/rejected`);

describe('ARC-13 rejected rows come back', () => {
  test('a workbook: headings as they stood, faulty rows alone, all that is wrong in a last column, digits as texts', async () => {
    const { at, page } = await checked('客户 2024.xlsx', workbook({
      客户: [['客户登记表'], [], ['公司名称', '电话', '注册资本', '备用'], ['好的有限公司', '0755-23456789', '100', ''], ['坏的有限公司', `${PHONE}`, 'x', '=1+1'], ['又好有限公司', '', '', ''], ['', '13800138000', '', '00123456789012345678']],
    }));
    assert.match(page.text, /2 行有误，共 3 处/);
    assert.match(page.text, /可下载到 \d{4}-\d\d-\d\d \d\d:\d\d/);
    const answer = (await rejected(at)).is(200);
    assert.match(answer.headers['content-type'], /spreadsheetml/);
    assert.match(decodeURIComponent(answer.headers['content-disposition']), /客户 2024 有误的行\.xlsx/);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const rows = cells(answer);
    assert.deepEqual(rows.filter((row) => row.some((cell) => cell !== '')).map((row) => row[0]), ['客户登记表', '公司名称', '坏的有限公司', '']);
    assert.equal(rows[2][4], '问题');
    assert.deepEqual(rows[3].slice(0, 4), ['坏的有限公司', PHONE, 'x', '=1+1']);
    assert.match(rows[3][4], /电话：.+；注册资本：.+/);
    assert.equal(rows[4][3], '00123456789012345678');
    assert.match(rows[4][4], /公司名称/);
    const { page: again } = await checked('再来.xlsx', answer.bytes);
    assert.match(again.text, /2 行有误，共 3 处/);
  });

  test('CSV: in the encoding it came in, nothing acts as a formula', async () => {
    const lines = ['公司名称,电话,地址', '好的乙有限公司,,某路', '坏的乙有限公司,12,=cmd()'];
    const utf8 = (await rejected((await checked('a.csv', csv(...lines))).at)).is(200);
    assert.ok(utf8.bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])));
    assert.match(utf8.body, /坏的乙有限公司,12,'=cmd\(\),/);
    assert.ok(!utf8.body.includes('好的乙'));
    // 公司名称,电话 / 坏的丙公司,12 in GB18030
    const gbk = Buffer.concat([Buffer.from('b9abcbbec3fbb3c6', 'hex'), Buffer.from(','), Buffer.from('b5e7bbb0', 'hex'), Buffer.from('\r\n'), Buffer.from('bbb5b5c4b1fbb9abcbbe', 'hex'), Buffer.from(',12\r\n')]);
    const answer = (await rejected((await checked('b.csv', gbk)).at)).is(200);
    assert.match(answer.headers['content-type'], /gb18030/);
    const text = new TextDecoder('gb18030').decode(answer.bytes);
    assert.match(text, /^公司名称,电话,问题\r\n坏的丙公司,12,电话：/);
  });

  test('faults of all rows are there, not only the 200 that the page lists; of one row as many as are told, and that there are more', async () => {
    const many = Array.from({ length: 900 }, (_, i) => `多错${i}有限公司,1`);
    const answer = (await rejected((await checked('c.csv', csv('公司名称,电话', ...many))).at)).is(200);
    const lines = answer.body.trim().split('\r\n');
    assert.equal(lines.length, 901);
    assert.ok(lines.slice(1).every((line) => /电话：/.test(line)));
    const wide = (count) => csv(`公司名称${','.repeat(count)}`, `宽有限公司${',x'.repeat(count)}`);
    for (const [count, more] of [[50, false], [51, true]]) {
      const row = (await rejected((await checked('d.csv', wide(count))).at)).is(200).body.trim().split('\r\n')[1];
      assert.equal(row.split('却有内容').length - 1, Math.min(count, 50));
      assert.equal(row.includes('还有其他问题'), more);
    }
  });
});

describe('CONF-3 they leave on record, and only so', () => {
  const FILE = csv('公司名称,电话,联系人,联系人手机,地址', `记录有限公司,${PHONE},张三,12,x`, `记录乙有限公司,${PHONE},李四,13,y`);

  test('the auditor sees who, which file, how many rows and which confidential fields; no value is in any file', async () => {
    const { at } = await checked('记录.csv', FILE);
    assert.ok((await rejected(at)).is(200).body.includes(PHONE));
    const [record] = instance.access('channel = 6').slice(-1);
    assert.equal(record.result, 1);
    assert.equal(record.count, 2);
    assert.equal(record.field, 'customer.phone,contact.mobile');
    assert.equal(record.level, 2);
    assert.match(record.purpose_text, /^记录\.csv（第 \d+ 号导入）：有误的行交回上传人$/);
    const { text } = (await auditor.get('/audit')).page;
    assert.match(text, /导入文件中有误的 2 行；保密项目：电话、联系人手机/);
    assert.match(text, /已交回/);
    for (const name of walk(instance.home)) assert.ok(!fs.readFileSync(name).includes(PHONE), name);
  });

  test('without the record nothing leaves', async () => {
    const { at } = await checked('记录.csv', FILE);
    const custodian = processesIn(instance.home).filter(({ program }) => program === 'custodian').map(({ pid }) => pid);
    for (const pid of custodian) process.kill(pid, 'SIGSTOP');
    try {
      const answer = await rejected(at);
      assert.equal(answer.status, 503);
      assert.ok(!answer.body.includes(PHONE));
    } finally {
      for (const pid of custodian) process.kill(pid, 'SIGCONT');
    }
    (await rejected(at)).is(200);
  });

  test('asked for several times at once it is answered whole or not at all, and each answer is on record', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `同时${i}有限公司,${PHONE}`);
    const { at } = await checked('同时.csv', csv('公司名称,电话', ...many));
    const before_ = instance.access('channel = 6').length;
    const answers = await Promise.all([0, 1, 2, 3, 4, 5].map(() => rejected(at)));
    const files = answers.filter((answer) => answer.status === 200);
    assert.ok(files.length >= 1);
    for (const file of files) assert.equal(file.body.trim().split('\r\n').length, 20_001);
    for (const answer of answers.filter((one) => one.status !== 200)) assert.equal(answer.is(303).location, at);
    const records = instance.access('channel = 6').slice(before_);
    assert.equal(records.length, files.length);
    assert.ok(records.every((record) => record.count === 20_000));
    (await rejected(at)).is(200);
  });

  test('ORG-2 to nobody but who uploaded it, and only while it waits', async () => {
    const { at } = await checked('记录.csv', FILE);
    assert.equal((await rejected(at, sales)).status, 404);
    assert.equal((await rejected(at, auditor)).status, 403);
    (await clerk.post(`${at}/stop`)).is(303);
    assert.equal((await rejected(at)).is(303).location, at);
    const good = await checked('gut.csv', csv('公司名称', '无错有限公司'));
    assert.equal((await rejected(good.at)).is(303).location, good.at);
  });
});
