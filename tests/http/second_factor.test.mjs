// The second factor: setting it up, signing in in two steps, codes that are good once, limits, recovery codes, roles that demand it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client, ENGLISH, signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { codeOf, codesOf, forgetUse, secretOf, wrongCode } from '../support/totp.mjs';

const PAGE = '/account/second-factor';
const MINUTE = 60_000;
let instance;
const answers = []; // all of them
const keep = Client.prototype.keep;
Client.prototype.keep = function keepAll(answer) {
  answers.push(answer);
  return keep.call(this, answer);
};
before(async () => { instance = await startInstance({ customers: 20 }); });
after(() => instance.stop());

let lastAddress = 100;
const stranger = (options) => new Client(instance, { address: `127.0.0.${++lastAddress}`, ...options });
// Of the account; of the browser that it knows.
const failures = (login) => instance.store(`SELECT failures FROM sign_in_failure WHERE kind = 'account' AND subject = '${login}';`)[0]?.failures ?? 0;
const failuresHere = () => instance.store("SELECT max(failures) AS failures FROM sign_in_failure WHERE kind = 'device';")[0].failures ?? 0;
const calm = () => instance.store('DELETE FROM sign_in_failure;', { write: true });
const secrets = []; // every secret and recovery code that was ever shown, with the answer that may show it
const shownIn = new Map();

function note(answer, ...values) {
  for (const value of values) {
    secrets.push(value);
    shownIn.set(value, answer);
  }
}

// Sets it up for a signed-in client; {secret, codes}.
async function setUp(client, password, page = PAGE) {
  const begun = (await client.submit(page, `${PAGE}/begin`, { password })).is(200);
  const secret = secretOf(begun.body);
  note(begun, secret);
  const confirmed = (await client.send(begun.page, `${PAGE}/confirm`, { code: codeOf(secret) })).is(200);
  const codes = codesOf(confirmed.body);
  note(confirmed, ...codes);
  forgetUse(instance);
  return { secret, codes, begun, confirmed };
}

async function withFactor(role) {
  const account = instance.account(role);
  const client = await signedIn(instance, role);
  calm();
  return { ...account, client, ...(await setUp(client, account.password)) };
}

// The first step of signing in.
async function half(account, options) {
  const client = stranger(options);
  const answer = (await client.signIn(account.login, account.password)).is(303);
  assert.ok(answer.location.startsWith('/login/code'), answer.location);
  return client;
}

const asCode = async (client, values) => client.submit('/login/code', '/login/code', values);
const isIn = async (client) => (await client.get('/')).status === 200;

test('setting it up: password, secret as a drawing and as text, a code, ten recovery codes', async () => {
  const { login, password } = instance.account('finance');
  const client = await signedIn(instance, 'finance');
  assert.match((await client.get('/account')).page.text, /设置二次验证/);
  for (const wrong of ['', 'not the password']) {
    const answer = (await client.submit(PAGE, `${PAGE}/begin`, { password: wrong })).is(422);
    assert.match(answer.page.text, /密码不对/);
    assert.equal(secretOf(answer.body), '');
  }
  assert.equal(failuresHere(), 1, 'an empty password is no try');
  const begun = (await client.submit(PAGE, `${PAGE}/begin`, { password })).is(200);
  const secret = secretOf(begun.body);
  note(begun, secret);
  assert.match(secret, /^[A-Z2-7]{32}$/);
  assert.equal(begun.body.match(/<span>[A-Z2-7]{4}<\/span>/g).length, 8, 'in groups of four');
  assert.match(begun.body, /<svg class="qr" viewBox="0 0 \d+ \d+" role="img" aria-label="[^"]+"><path d="M[Mhvz\d -]+z"><\/path><\/svg>/);
  assert.equal(failuresHere(), 0);
  const [record] = instance.access(`request = '${begun.number}'`);
  assert.deepEqual([record.field, record.login, record.result, record.level, record.kind], ['second_factor', login, 1, 3, 0], 'that it was made is recorded');
  const [row] = instance.store('SELECT * FROM second_factor;');
  assert.equal(row.confirmed_at, null);
  assert.ok(await isIn(await signedIn(instance, 'finance')), 'without effect until it is confirmed');

  for (const code of [wrongCode(secret), '', '12345', codeOf(secret, -3), codeOf(secret, 3)]) {
    const again = (await client.post(`${PAGE}/confirm`, { code })).is(422);
    assert.match(again.page.text, /二次验证还没有开启/);
    assert.ok(!again.body.includes(secret.slice(0, 8)) && !again.body.includes('class="qr"'), 'the secret is not shown again');
  }
  const confirmed = (await client.post(`${PAGE}/confirm`, { code: ` ${codeOf(secret).slice(0, 3)} ${codeOf(secret).slice(3)}` })).is(200);
  const codes = codesOf(confirmed.body);
  note(confirmed, ...codes);
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) assert.match(code, /^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  (await client.post(`${PAGE}/confirm`, { code: codeOf(secret) })).is(303, 'sent once more it shows nothing');
  assert.match((await client.get(PAGE)).page.text, /还剩 10 个/);
  (await client.post(`${PAGE}/begin`, { password })).is(303, 'another secret needs the first one to be switched off');
});

test('signing in has two steps, and between them one is nobody', async () => {
  const account = await withFactor('legal');
  const client = stranger();
  const asked = (await client.signIn(account.login, account.password)).is(303);
  assert.equal(asked.location, '/login/code');
  assert.ok(!asked.cookies.some((line) => line.startsWith('kedang=')), 'no session');
  const step = asked.cookies.find((line) => line.startsWith('kedang-step='));
  assert.match(step, /^kedang-step=[0-9a-f]{64};/);
  for (const part of ['HttpOnly', 'SameSite=Strict']) assert.ok(step.includes(part), part);
  const token = /=([0-9a-f]{64})/.exec(step)[1];
  const thief = stranger();
  thief.cookies.set('kedang', token);
  const [{ id }] = instance.store('SELECT id FROM customer LIMIT 1;');
  for (const one of [client, thief])
    for (const route of instance.routes.filter(({ permission }) => permission !== 'anyone')) {
      const address = route.path.replace(/\{\w+\}/g, String(id));
      const answer = route.method === 'POST' ? await one.post(address, { field: 'phone', purpose: 'contact' }) : await one.get(address);
      assert.ok([303, 401].includes(answer.status), `${route.method} ${address}: ${answer.status}`);
      if (answer.status === 303) assert.match(answer.location, /^\/login/, address);
    }
  (await client.get('/login/code?next=%2Fcustomer')).is(200);
  const answer = (await client.submit('/login/code?next=%2Fcustomer', '/login/code', { code: codeOf(account.secret) })).is(303);
  assert.equal(answer.location, '/customer');
  const session = answer.cookies.find((line) => line.startsWith('kedang='));
  assert.ok(session && !session.includes(token), 'another token than between');
  assert.ok(await isIn(client));
  (await thief.get('/')).is(303);
  assert.equal(instance.store('SELECT 1 FROM sign_in_step;').length, 0);
});

test('a code is good once; full width and spaces are read; 5 and 7 digits are no codes and no tries', async () => {
  const account = await withFactor('marketing');
  const code = codeOf(account.secret);
  const full = [...code].map((digit) => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0)).join('');
  assert.ok((await asCode(await half(account), { code: `\u3000${full} ` })).status === 303, 'full width');
  const again = await asCode(await half(account), { code });
  again.is(422);
  assert.match(again.page.text, /已经用过/);
  calm();
  const client = await half(account);
  const before = failures(account.login);
  for (const bad of ['12345', '1234567', 'abcdef', '', '一二三四五六', '12345６7']) {
    const answer = (await asCode(client, { code: bad })).is(422, bad);
    assert.match(answer.page.text, /验证码是 6 位数字/);
  }
  assert.equal(failures(account.login), before);
  forgetUse(instance);
  (await asCode(client, { code: `${code.slice(0, 3)} ${code.slice(3)}` })).is(303, 'in two groups');
  const [{ last_step: step }] = instance.store(`SELECT last_step FROM second_factor f JOIN person p ON p.id = f.person_id WHERE p.login = '${account.login}';`);
  assert.ok(Math.abs(step - Date.now() / 30_000) < 3);
});

test('the same code from many browsers at once opens one session', async () => {
  const account = await withFactor('service');
  const clients = await Promise.all(Array.from({ length: 3 }, () => half(account)));
  calm();
  const pages = await Promise.all(clients.map((client) => client.get('/login/code')));
  const code = codeOf(account.secret);
  const answers = await Promise.all(clients.map((client, i) => client.send(pages[i].page, '/login/code', { code })));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 422, 422]);
});

test('wrong codes slow down and lock like wrong passwords, and a right password makes no room for more', async () => {
  const account = await withFactor('technical');
  const wrong = wrongCode(account.secret);
  calm();
  const client = await half(account);
  assert.equal(failures(account.login), 1, 'half a sign-in is a try');
  (await asCode(client, { code: wrong })).is(422);
  assert.equal(failures(account.login), 1, 'to which the first code belongs');
  for (let i = 2; i <= 3; i++) (await asCode(client, { code: wrong })).is(422);
  assert.equal(failures(account.login), 3);
  const slowed = (await asCode(client, { code: codeOf(account.secret) })).is(429, 'the right code waits as well');
  assert.match(slowed.page.text, /请 \d+ 秒后再试/);
  (await stranger().signIn(account.login, account.password)).is(429, 'nor does the password go round it');
  const age = (ms) => instance.store(`UPDATE sign_in_failure SET last_at = last_at - ${ms};`, { write: true });
  for (let i = 4; i <= 10; i++) {
    age(2 * MINUTE);
    (await stranger().signIn(account.login, account.password)).is(303);
    assert.equal(failures(account.login), i, 'the password alone forgives nothing');
  }
  age(2 * MINUTE);
  const locked = (await asCode(client, { code: codeOf(account.secret) })).is(429);
  assert.match(locked.page.text, /请 1[0-5] 分钟后再试/);
  const [{ failures: ofAddress }] = instance.store(`SELECT failures FROM sign_in_failure WHERE kind = 'address' AND subject = '${client.address}';`);
  assert.ok(ofAddress >= 2, 'counted for the address, too');
  age(14 * MINUTE);
  (await asCode(client, { code: codeOf(account.secret) })).is(303);
  assert.equal(failures(account.login), 0, 'forgotten');
});

test('the time for the code ends after 10 minutes; then the password is asked for again', async () => {
  const account = await withFactor('sales_clerk');
  const client = await half(account);
  const page = (await client.get('/login/code')).is(200).page;
  instance.store(`UPDATE sign_in_step SET created_at = created_at - ${10 * MINUTE};`, { write: true });
  const late = (await client.send(page, '/login/code', { code: codeOf(account.secret) })).is(422);
  assert.match(late.page.text, /时间已过，请重新登录/);
  assert.ok(late.page.form('/login'));
  (await client.get('/login/code')).is(303);
  const reset = await half(account);
  assert.equal(instance.kedang(['user', 'password', account.login]).code, 0);
  (await reset.get('/login/code')).is(303, 'a new password ends what the old one began');
});

test('a recovery code stands in for a code, once', async () => {
  const account = await withFactor('gate');
  const [first, second] = account.codes;
  const client = await half(account);
  (await asCode(client, { recovery: ` ${first.toUpperCase().replaceAll('-', ' ')}` })).is(303);
  assert.ok(await isIn(client));
  assert.match((await client.get(PAGE)).page.text, /还剩 9 个/);
  const again = (await asCode(await half(account), { recovery: first })).is(422);
  assert.match(again.page.text, /已经用过/);
  calm();
  (await asCode(await half(account), { code: second })).is(303, 'in the other input, too');
  calm();
  const colleague = await withFactor('general_manager');
  (await asCode(await half(account), { recovery: colleague.codes[0] })).is(422, "nobody else's");
  calm();
});

test('new recovery codes and switching off need password and code', async () => {
  const account = await withFactor('deputy_general_manager');
  const { client, password, secret } = account;
  for (const action of ['codes', 'off']) {
    const form = (values) => client.post(`${PAGE}/${action}`, values);
    assert.match((await form({ password: 'wrong', code: codeOf(secret) })).is(422).page.text, /密码不对/);
    assert.match((await form({ password, code: wrongCode(secret) })).is(422).page.text, /验证码不对/);
    assert.match((await form({ password, code: '12345' })).is(422).page.text, /6 位验证码/);
    (await form({ password: '', code: codeOf(secret) })).is(422);
    calm();
  }
  const renewed = (await client.post(`${PAGE}/codes`, { password, code: codeOf(secret) })).is(200);
  const codes = codesOf(renewed.body);
  note(renewed, ...codes);
  assert.equal(codes.length, 10);
  assert.ok(!codes.some((code) => account.codes.includes(code)));
  (await client.post(`${PAGE}/off`, { password, code: codeOf(secret) })).is(422, 'that code is used');
  (await asCode(await half(account), { recovery: account.codes[0] })).is(422, 'the old ones are void');
  calm();
  const done = (await client.post(`${PAGE}/off`, { password, code: codes[0] })).is(303);
  assert.match((await client.get(done.location)).page.text, /二次验证已关闭/);
  (await stranger().signIn(account.login, password)).is(303);
  assert.equal(instance.store(`SELECT 1 FROM recovery_code c JOIN person p ON p.id = c.person_id WHERE p.login = '${account.login}';`).length, 0);
  assert.deepEqual(instance.log('login', 'second_factor.off').map((line) => line.outcome).slice(-1), ['accepted']);
});

test('a form that was open when the session ended comes along through both steps', async () => {
  const account = await withFactor('sales');
  const { client } = account;
  client.login = account.login;
  const form = (await client.get('/customer/new')).is(200).page;
  instance.store(`DELETE FROM session WHERE person_id = (SELECT id FROM person WHERE login = '${account.login}');`, { write: true });
  const ended = (await client.send(form, '/customer/new', { name: '两步之后有限公司' })).is(401);
  const asked = (await client.send(ended.page, '/login', { login: account.login, password: account.password })).is(200);
  const wrong = (await client.send(asked.page, '/login/code', { code: wrongCode(account.secret) })).is(422);
  const going = (await client.send(wrong.page, '/login/code', { code: codeOf(account.secret) })).is(200);
  (await client.send(going.page, '/customer/new', {})).is(303);
  assert.equal(instance.store("SELECT 1 FROM customer WHERE name = '两步之后有限公司';").length, 1);
});

test('a role can demand it: then nothing else works before', async () => {
  const { login, password } = instance.account('archive_clerk');
  const before = await signedIn(instance, 'archive_clerk');
  const [{ id }] = instance.store("SELECT record_id AS id FROM field_value WHERE kind = 1 AND field = 'phone' LIMIT 1;");
  assert.equal(instance.kedang(['role', 'no.such', '--second-factor', 'on']).code, 1);
  for (const wrong of [['role', 'archive_clerk'], ['role', 'archive_clerk', '--second-factor', 'yes'], ['role', '--second-factor', 'on']])
    assert.equal(instance.kedang(wrong).code, 2, wrong.join(' '));
  assert.equal(instance.kedang(['role', 'archive_clerk', '--second-factor', 'on']).code, 0);
  (await before.get('/customer')).is(303, 'the next sign-in is now');
  const client = await signedIn(instance, 'archive_clerk');
  for (const address of ['/', '/customer', '/account', '/account/password', `/customer/${id}`])
    assert.equal((await client.get(address)).is(303, address).location, address === '/' ? PAGE : `${PAGE}?next=${encodeURIComponent(address)}`);
  const page = (await client.get(`${PAGE}?next=${encodeURIComponent(`/customer/${id}`)}`)).is(200);
  assert.match(page.page.text, /您的角色必须使用二次验证/);
  assert.match((await client.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' })).is(403).page.text, /先设置二次验证/);
  const { confirmed } = await setUp(client, password, `${PAGE}?next=${encodeURIComponent(`/customer/${id}`)}`);
  assert.ok(confirmed.body.includes(`href="/customer/${id}"`), 'OPS-2: on to what was asked for');
  (await client.get('/customer')).is(200);
  calm();
  const again = stranger();
  assert.equal((await again.signIn(login, password)).is(303).location, '/login/code');
  assert.equal(instance.kedang(['role', 'archive_clerk', '--second-factor', 'off']).code, 0);
  const lines = instance.log('kedang').filter((line) => line.event.startsWith('role.')).map((line) => `${line.event} ${line.role}`);
  assert.deepEqual(lines, ['role.second_factor.on archive_clerk', 'role.second_factor.off archive_clerk']);
});

test('for a lost phone the administrator takes it off', async () => {
  const account = await withFactor('auditor');
  assert.equal(instance.kedang(['user', 'second-factor', 'no.such', '--off']).code, 1);
  assert.equal(instance.kedang(['user', 'second-factor', account.login]).code, 2);
  assert.equal(instance.kedang(['user', 'list', '--off']).code, 2);
  assert.equal(instance.kedang(['user', 'second-factor', account.login, '--off']).code, 0);
  assert.equal(instance.kedang(['user', 'second-factor', account.login, '--off']).code, 1, 'there is none any more');
  (await account.client.get('/')).is(303, 'every session ends');
  const answer = (await stranger().signIn(account.login, account.password)).is(303);
  assert.equal(answer.location, '/');
  assert.deepEqual(instance.log('kedang').filter((line) => line.event === 'user.second_factor.off').map((line) => line.account), [account.login]);
});

test('the auditor reads that a secret was made, in words', async () => {
  const auditor = await signedIn(instance, 'auditor', ENGLISH);
  const [{ seq }] = instance.access("field = 'second_factor'");
  assert.match((await auditor.get(`/audit/${seq}`)).is(200).page.text, /Second factor's secret/);
});

test('nobody can seal, open or swap a secret: it is bound to its person', async () => {
  const [one, two] = ['finance', 'legal'].map((role) => instance.account(role));
  const idOf = ({ login }) => `(SELECT id FROM person WHERE login = '${login}')`;
  calm();
  instance.store(`UPDATE second_factor SET box = (SELECT box FROM second_factor WHERE person_id = ${idOf(one)}), last_step = 0 WHERE person_id = ${idOf(two)};`, { write: true });
  const client = await half(two);
  const answer = await client.submit('/login/code', '/login/code', { code: codeOf(secrets[0]) });
  assert.equal(answer.status, 500);
  assert.ok(instance.log('custodian', 'secret.broken').length > 0);
  // The instance counts answers 500 as faults: this one was asked for.
  for (const program of ['login']) {
    const file = instance.path('log', `${program}.log`);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').split('\n').filter((line) => !/code=500/.test(line)).join('\n'));
  }
});

const shapesOf = (secret) => [secret, secret.replaceAll('-', ''), secret.replaceAll('-', ' '), secret.replace(/([A-Z2-7]{4})(?=.)/g, '$1 ')];
const contentOf = (answer) => [answer.body, answer.body.replace(/<[^>]*>/g, ''), answer.body.replace(/<[^>]*>|\s/g, ''), ...answer.rawHeaders].join('\n');

test('a secret and its drawing are in the one answer that set it up, recovery codes in the one that made them', () => {
  const contents = answers.map(contentOf);
  for (const secret of secrets)
    for (const [i, content] of contents.entries())
      assert.equal(shapesOf(secret).some((shape) => content.includes(shape)), answers[i] === shownIn.get(secret) || false, `${answers[i].request.method} ${answers[i].request.path}`);
  const drawn = answers.filter((answer) => answer.body.includes('class="qr"'));
  assert.ok(drawn.length > 5);
  for (const answer of drawn) assert.equal(`${answer.request.method} ${answer.request.path} ${answer.status}`, `POST ${PAGE}/begin 200`);
});

test('no secret and no recovery code is in any file of the home, logs included', () => {
  assert.ok(secrets.length > 60, `${secrets.length} were shown`);
  const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? walk(file) : entry.isFile() ? [file] : [];
  });
  const files = walk(instance.home);
  for (const name of ['db/kedang.db', 'custody/access.db', 'log/login.log', 'log/custodian.log', 'log/access.log']) assert.ok(files.some((file) => file.endsWith(name)), name);
  for (const file of files) {
    const content = fs.readFileSync(file).toString('latin1');
    for (const secret of secrets)
      for (const shape of shapesOf(secret))
        assert.ok(!content.includes(shape), `${file} holds a secret`);
  }
});
