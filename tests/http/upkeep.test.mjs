// Keys are rotated and the log is pruned while people work (CONF-5, CONF-8), by the command, on a whole system.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { until } from '../support/until.mjs';
import { Client, signedIn } from '../support/client.mjs';
import { backupKey, start } from '../support/backup.mjs';
import { BIN, kedang, startHome, startInstance } from '../support/instance.mjs';

let instance;
let clerk;
let customer;
before(async () => {
  instance = await startInstance({ customers: 400 });
  clerk = await signedIn(instance, 'archive_clerk');
  const answer = (await clerk.submit('/customer/new', '/customer/new', { name: '换钥公司', phone: '19522220001', bank_account: '6217000019522220001' })).is(303);
  customer = Number(/\d+/.exec(answer.location)[0]);
});
after(() => instance.stop());

// Without holding up what goes on beside it.
const runBeside = (args) => new Promise((resolve, reject) => {
  const child = spawn(path.join(BIN, 'kedang'), [...args, '--lang', 'en'], { env: { ...process.env, KEDANG_HOME: instance.home }, cwd: path.dirname(instance.home) });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { output += text; });
  child.on('error', reject);
  child.on('exit', (code) => resolve({ code, output }));
});
const keyFile = () => fs.readFileSync(instance.path('custody', 'key'), 'utf8');

// Looks, searches by value and changes, over and over, each as it should be.
async function work(stop) {
  let rounds = 0;
  for (; !stop.now || rounds < 2; rounds++) {
    const phone = `1952222${String(1000 + rounds)}`;
    (await clerk.submit(`/customer/${customer}/edit`, `/customer/${customer}/edit`, { phone })).is(303);
    assert.ok((await clerk.post(`/customer/${customer}/reveal`, { field: 'phone', purpose: 'contact' })).is(200).page.text.replaceAll(' ', '').includes(phone));
    const found = await clerk.post('/customer/search', { q: phone });
    assert.ok(found.status === 303 || found.page.text.includes('换钥公司'), `search ${found.status}`);
    (await clerk.get(`/customer/${customer}`)).is(200);
  }
  return rounds;
}

test('CONF-8 the key is rotated while people look, search and save', async () => {
  const before = keyFile();
  const stop = { now: false };
  const working = work(stop);
  const first = await runBeside(['rotate-key']);
  const second = await runBeside(['rotate-key']); // goes on where it was, and has nothing left to do
  stop.now = true;
  assert.ok(await working >= 2);
  assert.equal(first.code, 0, first.output);
  assert.match(first.output, /The old one stays until/);
  assert.equal(second.code, 0, second.output);
  assert.match(keyFile(), /\nold [0-9a-f]{64}\nsince \d+\n$/);
  // Ten minutes later.
  await instance.stop({ remove: false });
  fs.writeFileSync(instance.path('custody', 'key'), keyFile().replace(/since \d+/, `since ${Date.now() - 700_000}`));
  await instance.start();
  clerk = await signedIn(instance, 'archive_clerk');
  const last = await runBeside(['rotate-key']);
  assert.equal(last.code, 0, last.output);
  assert.match(last.output, /The old key is destroyed/);
  assert.ok(!keyFile().includes('old '));
  const dataOf = (text) => /data ([0-9a-f]{64})/.exec(text)[1];
  assert.notEqual(dataOf(keyFile()), dataOf(before));
  for (const name of fs.readdirSync(instance.path('custody')))
    assert.ok(!fs.readFileSync(instance.path('custody', name)).includes(dataOf(before)), `${name} still holds the old key`);
  await work({ now: true });
  assert.ok((await clerk.post(`/customer/${customer}/reveal`, { field: 'bank_account', purpose: 'billing', purpose_text: '核对五月运费账号' })).is(200)
    .page.text.replaceAll(' ', '').includes('6217000019522220001'));
  assert.equal(kedang(instance.home, ['verify']).code, 0);
});

test('CONF-8 signing key and token key are rotated while people look, search and save', async () => {
  const first = instance.path('custody', 'first public');
  fs.copyFileSync(instance.path('custody', 'public'), first);
  const before = keyFile();
  const stop = { now: false };
  const working = work(stop);
  for (const part of ['signing', 'token', 'signing']) {
    const done = await runBeside(['rotate-key', part]);
    assert.equal(done.code, 0, done.output);
    assert.match(done.output, part === 'token' ? /index of values anew/ : /from record \d+ on key number [23] signs/);
  }
  stop.now = true;
  assert.ok(await working >= 2);
  await until('the index is under the new key', () => !keyFile().includes('index '));
  await work({ now: true });
  for (const name of ['sign', 'token']) {
    const of = (text) => new RegExp(`^${name} ([0-9a-f]{64})$`, 'm').exec(text)[1];
    assert.notEqual(of(keyFile()), of(before));
    for (const file of fs.readdirSync(instance.path('custody')))
      assert.ok(!fs.readFileSync(instance.path('custody', file)).includes(of(before)), `${file} still holds the old ${name} key`);
  }
  assert.equal(fs.readFileSync(instance.path('custody', 'public'), 'utf8').match(/^next /gm).length, 2);
  for (const args of [[], ['--public', first]]) {
    const verified = kedang(instance.home, ['verify', ...args, '--lang', 'en']);
    assert.equal(verified.code, 0, verified.stderr);
    assert.match(verified.stdout, /3 signing keys, each certified by the one before it/);
  }
  const auditor = await signedIn(instance, 'auditor');
  const desk = (await auditor.get('/audit/desk?lang=en')).is(200).page.text;
  assert.match(desk, /第 3 把|number 3/);
  assert.match((await auditor.get('/audit')).is(200).page.text, /签名密钥：自此记录起使用新公钥/);
});

test('CONF-8 a backup made before opens with the keys of its time', async () => {
  const folder = path.dirname(instance.home);
  const [secret, file, key] = [backupKey(instance.home), path.join(folder, 'before.backup'), path.join(folder, 'key before')];
  assert.equal((await start(instance.home, ['backup', file]).ended).code, 0);
  fs.copyFileSync(instance.path('custody', 'key'), key);
  fs.chmodSync(key, 0o600);
  assert.equal((await runBeside(['rotate-key', 'all'])).code, 0);
  await until('the index is under the new key', () => !keyFile().includes('index '));
  const home = path.join(folder, 'restored');
  const wrong = kedang(home, ['restore', file, '--key', secret, '--custody-key', instance.path('custody', 'key')]);
  assert.notEqual(wrong.code, 0); // the log of that time is not signed with it
  assert.ok(!fs.existsSync(path.join(home, 'db')));
  const restored = kedang(home, ['restore', file, '--key', secret, '--custody-key', key]);
  assert.equal(restored.code, 0, restored.stderr);
  const again = await startHome(home);
  try {
    const [phone, account, there] = ['19522223333', instance.account('archive_clerk'), new Client(again)];
    assert.equal((await there.signIn(account.login, account.password)).status, 303);
    assert.ok((await there.post(`/customer/${customer}/reveal`, { field: 'bank_account', purpose: 'billing', purpose_text: '核对五月运费账号' })).is(200)
      .page.text.replaceAll(' ', '').includes('6217000019522220001'));
    (await there.submit(`/customer/${customer}/edit`, `/customer/${customer}/edit`, { phone })).is(303);
    assert.ok((await there.post('/customer/search', { q: phone })).status < 400);
    assert.equal(kedang(home, ['rotate-key', 'signing']).code, 0); // and goes on from there
    assert.equal(kedang(home, ['verify']).code, 0);
  } finally {
    await again.stop({ remove: false });
  }
});

test('the command says how it is used', async () => {
  for (const args of [['too', 'much'], ['everything']]) {
    const { code, output } = await runBeside(['rotate-key', ...args]);
    assert.equal(code, 2, output);
    assert.match(output, /data\|token\|signing\|all/);
  }
});

test('CONF-5 the log is pruned by the command, and what is young stays', async () => {
  const count = () => instance.access('1').length;
  const records = count();
  const { code, output } = await runBeside(['prune-log']);
  assert.equal(code, 0, output);
  assert.match(output, /Retention of 1095 days.*Removed now: 0/s);
  assert.ok(count() >= records);
});

test('CONF-5 a shorter retention waits 30 days: on the settings page, before the auditor, by the command', async () => {
  const admin = await signedIn(instance, 'administrator');
  const keep = (months) => admin.submit('/admin/setting', '/admin/setting', { 'log.keep_months': months });
  (await keep('6')).is(303);
  const until = new Date(Date.now() + 30 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
  assert.match((await admin.get('/admin/setting')).is(200).page.text, new RegExp(`缩短 30 天后才生效：${until} .* 之前仍保存 36 个月`));
  const pruned = await runBeside(['prune-log']);
  assert.match(pruned.output, /Retention of 1095 days.*Removed now: 0.*A shorter time is set; it holds from/s);
  const auditor = await signedIn(instance, 'auditor');
  const desk = (await auditor.get('/audit/desk')).is(200).page;
  assert.match(desk.text, new RegExp(`记录保存 1095 天（36 个月）.*保存期限被缩短为 183 天，${until}`, 's'));
  assert.match(desk.text, /缩短日志保存期限/);
  assert.match(desk.text, /1095 → 183/);
  const found = []; // beside whatever else is unusual about this test: at night, that somebody works
  for (const link of new Set(desk.links.filter((one) => one.startsWith('/audit/desk/case/'))))
    found.push((await auditor.get(link)).is(200).page.text);
  assert.equal(found.filter((text) => /缩短日志保存期限.*严重/s.test(text)).length, 1);
  // Less short goes on waiting; taken back, nothing waits.
  (await keep('12')).is(303);
  assert.match((await admin.get('/admin/setting')).is(200).page.text, new RegExp(`${until} .* 之前仍保存 36 个月`));
  (await keep('36')).is(303);
  assert.doesNotMatch((await admin.get('/admin/setting')).is(200).page.text, /之前仍保存/);
  assert.doesNotMatch((await auditor.get('/audit/desk')).is(200).page.text, /保存期限被缩短为/);
  // Longer holds at once, and what was usual is shorter then.
  (await keep('48')).is(303);
  assert.match((await runBeside(['prune-log'])).output, /Retention of 1460 days/);
  (await admin.post('/admin/setting/reset', { key: 'log.keep_months' })).is(303);
  assert.match((await admin.get('/admin/setting')).is(200).page.text, /之前仍保存 48 个月/);
  assert.equal(kedang(instance.home, ['verify']).code, 0);
});

test('CONF-5 a log that was removed does not begin anew by itself', async () => {
  const [home, log, heads] = [instance.home, instance.path('custody', 'access.db'), instance.path('heads', 'heads')];
  await instance.stop({ remove: false });
  const kept = [heads, instance.path('custody', 'public')].map((file) => [file, `${file} kept`]);
  for (const [file, copy] of kept) fs.copyFileSync(file, copy);
  assert.equal(kedang(home, ['init', '--new-log', '--lang', 'en']).code, 1); // it is there
  for (const file of [log, heads]) fs.rmSync(file, { force: true });
  fs.copyFileSync(kept[0][1], heads);
  for (const file of [`${log}-wal`, `${log}-shm`]) fs.rmSync(file, { force: true });
  await assert.rejects(instance.start());
  assert.match(instance.output, /access log custody\/access.db is missing.*kedang init --new-log/s);
  assert.equal(kedang(home, ['init', '--if-needed']).code, 0);
  assert.ok(!fs.existsSync(log), 'init makes no log where one was');
  const made = kedang(home, ['init', '--new-log', '--lang', 'en']);
  assert.equal(made.code, 0, made.stderr);
  assert.equal(fs.statSync(log).mode & 0o77, 0);
  await instance.start();
  clerk = await signedIn(instance, 'archive_clerk');
  await work({ now: true });
  assert.equal(kedang(home, ['verify']).code, 0);
  // Whoever kept what proved the old one sees it.
  assert.equal(kedang(home, ['verify', '--heads', kept[0][1], '--public', kept[1][1]]).code, 1);
  assert.ok(fs.readdirSync(instance.path('heads')).some((name) => name.startsWith('heads-until-')));
});
