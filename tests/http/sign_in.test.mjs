// Signing in and out: who gets a session, how long it lasts, what a wrong try costs, and that no form is taken from elsewhere.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, ENGLISH, signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';

let instance;
before(async () => { instance = await startInstance({ customers: 20 }); });
after(() => instance.stop());

const HOUR = 3_600_000;
const MINUTE = 60_000;

let lastAddress = 10;
const stranger = (options) => new Client(instance, { address: `127.0.0.${++lastAddress}`, ...options });

// The page without what differs between two requests anyway.
const comparable = (answer, login) => answer.body.replaceAll(login, 'LOGIN').replaceAll(answer.number, 'NUMBER')
  .replaceAll(answer.page.csrf, 'CSRF');

test('nobody gets in without a session, and comes back to the page asked for', async () => {
  const client = stranger();
  const asked = (await client.get('/customer?sort=name')).is(303);
  assert.equal(asked.location, `/login?next=${encodeURIComponent('/customer?sort=name')}`);
  const form = (await client.get(asked.location)).is(200).page;
  const { login, password } = instance.account('archive_clerk');
  const answer = (await client.send(form, '/login', { login, password })).is(303);
  assert.equal(answer.location, '/customer?sort=name');
  (await client.get(answer.location)).is(200);
});

test('the way on after signing in never leads to another site', async () => {
  const { login, password } = instance.account('archive_clerk');
  for (const next of ['//elsewhere.example/', 'https://elsewhere.example/', '/\\elsewhere.example', 'javascript:alert(1)', '/\t/elsewhere.example', '\\\\elsewhere']) {
    const client = stranger();
    await client.get('/login');
    const answer = (await client.post('/login', { login, password, next })).is(303, next);
    assert.ok(/^\/(?![/\\])/.test(answer.location), `${next} led to ${answer.location}`);
  }
});

test('wrong password and unknown account: the same answer', async () => {
  const { login } = instance.account('sales');
  const answers = [];
  for (const name of [login, 'nobody-of-this-name']) {
    const client = stranger();
    await client.get('/login');
    const answer = (await client.post('/login', { login: name, password: 'wrong horse battery' })).is(422);
    answers.push(comparable(answer, name));
    assert.ok(!answer.cookies.some((line) => line.startsWith('kedang=')), 'no session');
    assert.ok(answer.page.text.includes('账号或密码不正确'));
    assert.ok(!answer.body.includes('wrong horse'), 'the password is not written back');
  }
  assert.equal(answers[0], answers[1]);
});

test('an account slows down after 3 wrong passwords, rests after 10, and is free again 15 minutes later', async () => {
  const { login, password } = instance.account('technical');
  const client = stranger();
  await client.get('/login');
  const wrong = () => client.post('/login', { login, password: 'not the password' });
  const failures = () => instance.store(`SELECT failures FROM sign_in_failure WHERE kind='account' AND subject='${login}';`)[0]?.failures ?? 0;
  const age = (ms) => instance.store(`UPDATE sign_in_failure SET last_at = last_at - ${ms};`, { write: true });

  for (let i = 0; i < 3; i++) (await wrong()).is(422);
  const slowed = (await client.post('/login', { login, password })).is(429, 'the right password waits as well');
  assert.match(slowed.page.text, /请 \d+ 秒后再试/);
  assert.equal(failures(), 3, 'a try that had to wait is not counted');

  for (let i = 3; i < 10; i++) {
    age(2 * MINUTE);
    (await wrong()).is(422, `try ${i + 1}`);
  }
  age(2 * MINUTE);
  const locked = (await client.post('/login', { login, password })).is(429);
  assert.match(locked.page.text, /请 1[0-5] 分钟后再试/);
  (await stranger().signIn(login, password)).is(429, 'from another address too');

  age(13 * MINUTE + 1000);
  (await client.post('/login', { login, password })).is(303);
  assert.equal(failures(), 0, 'forgotten');
});

test('an unknown account slows down like a known one', async () => {
  const client = stranger();
  await client.get('/login');
  for (let i = 0; i < 3; i++) (await client.post('/login', { login: 'ghost', password: 'x' })).is(422);
  (await client.post('/login', { login: 'ghost', password: 'x' })).is(429);
  assert.equal(instance.store("SELECT 1 FROM sign_in_failure WHERE subject LIKE '%ghost%';").length, 0,
    'what is no account may be a password and is not kept as typed');
});

test('an address rests after 50 failures over many accounts, others do not', async () => {
  const client = stranger();
  const { login, password } = instance.account('archive_clerk');
  await client.get('/login');
  (await client.post('/login', { login: 'first-of-many', password: 'x' })).is(422);
  instance.store(`UPDATE sign_in_failure SET failures = 50 WHERE kind = 'address' AND subject = '${client.address}';`, { write: true });
  (await client.post('/login', { login, password })).is(429);
  (await stranger().signIn(login, password)).is(303);
  instance.store(`UPDATE sign_in_failure SET last_at = last_at - ${15 * MINUTE + 1} WHERE subject = '${client.address}';`, { write: true });
  (await client.post('/login', { login, password })).is(303);
});

test('the session cookie: 256 random bits, HttpOnly, SameSite=Strict, only its hash is stored', async () => {
  const { login, password } = instance.account('sales');
  const client = stranger();
  const answer = (await client.signIn(login, password)).is(303);
  const line = answer.cookies.find((cookie) => cookie.startsWith('kedang='));
  const [pair, ...attributes] = line.split('; ');
  assert.match(pair, /^kedang=[0-9a-f]{64}$/);
  assert.deepEqual(attributes.filter((part) => !/^Secure$/i.test(part)).sort(), ['HttpOnly', 'Path=/', 'SameSite=Strict']);
  const token = pair.slice('kedang='.length);
  assert.equal(instance.store(`SELECT 1 FROM session WHERE token_hash = x'${token}';`).length, 0);
  (await client.get('/')).is(200);
  const other = (await stranger().signIn(login, password)).cookies.join();
  assert.ok(!other.includes(token), 'another one each time');
});

test('lock-out: strangers, even at the same address, make the owner wait anywhere but in a browser that the account knows', async () => {
  const { login, password } = instance.account('service_manager');
  const owner = stranger();
  (await owner.signIn(login, password)).is(303);
  await owner.visit('/');
  (await owner.post('/logout')).is(303);
  const enemy = stranger({ address: owner.address });
  await enemy.get('/login');
  (await enemy.post('/login', { login, password: 'not the password' })).is(422);
  instance.store(`UPDATE sign_in_failure SET failures = 60 WHERE subject IN ('${login}', '${owner.address}');`, { write: true });
  (await enemy.post('/login', { login, password })).is(429);
  (await stranger().signIn(login, password)).is(429, 'another machine of the owner waits');
  (await owner.signIn(login, password)).is(303, 'the own one does not');
  (await enemy.post('/login', { login, password })).is(429, 'and that forgives strangers nothing');
});

test('lock-out: what a browser is known by is random, HttpOnly, SameSite=Strict, kept for half a year, stored as a hash only', async () => {
  const { login, password } = instance.account('marketing');
  const client = stranger();
  const answer = (await client.signIn(login, password)).is(303);
  const [pair, ...attributes] = answer.cookies.find((cookie) => cookie.startsWith('kedang-device=')).split('; ');
  assert.match(pair, /^kedang-device=[0-9a-f]{64}$/);
  assert.deepEqual(attributes.filter((part) => !/^Secure$/i.test(part)).sort(),
    ['HttpOnly', `Max-Age=${180 * 24 * 3600}`, 'Path=/', 'SameSite=Strict']);
  const token = pair.slice('kedang-device='.length);
  assert.equal(instance.store(`SELECT 1 FROM device WHERE token_hash = x'${token}';`).length, 0);
  const known = new Client(instance);
  known.cookies.set('kedang-device', token);
  (await known.get('/')).is(303, 'it signs nobody in');
  await client.visit('/');
  (await client.post('/logout')).is(303);
  assert.equal(client.cookies.get('kedang-device'), token, 'it outlives the session');
  client.csrf = undefined;
  const wrong = (await client.post('/login', { login, password: 'not the password' })).is(422);
  assert.ok(!wrong.cookies.some((cookie) => cookie.startsWith('kedang-device=')), 'a wrong password makes no browser known');
});

test('signing in again makes a new session and ends the one before in this browser', async () => {
  const { login, password } = instance.account('legal');
  const client = stranger();
  await client.signIn(login, password);
  const old = client.cookies.get('kedang');
  await client.visit('/');
  const again = (await client.post('/login', { login, password })).is(303);
  assert.ok(again.cookies.some((line) => line.startsWith('kedang=')));
  const thief = stranger();
  thief.cookies.set('kedang', old);
  (await thief.get('/')).is(303, 'the old token is worth nothing');
});

test('signing out ends the session for whoever has its token', async () => {
  const client = await signedIn(instance, 'finance');
  const token = client.cookies.get('kedang');
  await client.get('/');
  const answer = (await client.post('/logout')).is(303);
  assert.ok(answer.location.startsWith('/login'));
  assert.equal(answer.headers['clear-site-data'], '"cache", "storage"');
  assert.ok(!client.cookies.has('kedang'), 'the cookie is deleted');
  const thief = stranger();
  thief.cookies.set('kedang', token);
  (await thief.get('/')).is(303);
});

test('a session ends after 30 minutes without use, and 12 hours after signing in', async () => {
  const idle = await signedIn(instance, 'marketing');
  const session = (client) => `token_hash IN (SELECT token_hash FROM session s JOIN person p ON p.id = s.person_id WHERE p.login = '${client.login}')`;
  instance.store(`UPDATE session SET seen_at = seen_at - ${30 * MINUTE - 5000} WHERE ${session(idle)};`, { write: true });
  (await idle.get('/')).is(200, 'used just in time');
  const [{ age }] = instance.store(`SELECT strftime('%s','now') * 1000 - seen_at AS age FROM session WHERE ${session(idle)};`);
  assert.ok(age < 10_000, 'the use was written down');
  instance.store(`UPDATE session SET seen_at = seen_at - ${30 * MINUTE} WHERE ${session(idle)};`, { write: true });
  (await idle.get('/')).is(303);

  const old = await signedIn(instance, 'operations_manager');
  instance.store(`UPDATE session SET created_at = created_at - ${12 * HOUR} WHERE ${session(old)};`, { write: true });
  (await old.get('/')).is(303);
});

test('a closed account has no session from that moment', async () => {
  const client = await signedIn(instance, 'gate');
  (await client.get('/')).is(200);
  instance.store(`UPDATE person SET state = 'closed' WHERE login = '${client.login}';`, { write: true });
  (await client.get('/')).is(303);
  const { password } = instance.account('gate');
  (await stranger().signIn(client.login, password)).is(422);
});

test('malformed session cookies are nobody', async () => {
  for (const cookie of ['kedang=', 'kedang=zz', `kedang=${'0'.repeat(63)}`, `kedang=${'0'.repeat(64)}`, `kedang=${'f'.repeat(5000)}`, 'kedang=%00', `kedang=${'é'}`]) {
    const client = stranger();
    (await client.get('/', { headers: { Cookie: Buffer.from(cookie).toString('latin1') } })).is(303, cookie.slice(0, 30));
  }
});

test('a real account must choose a new password first, and nothing else works before', async () => {
  const added = instance.kedang(['user', 'add', 'new.hand', '新来', '--role', 'archive_clerk']);
  assert.equal(added.code, 0, added.stderr);
  const oneTime = /(?:[a-z0-9]{4}-){2,}[a-z0-9]{4}/.exec(added.stdout)?.[0];
  assert.ok(oneTime, `the one-time password is told: ${added.stdout}`);
  const client = stranger();
  (await client.signIn('new.hand', oneTime)).is(303);
  for (const path of ['/', '/customer', '/customer/new', '/account']) {
    const answer = (await client.get(path)).is(303, path);
    assert.equal(answer.location, path === '/' ? '/account/password' : `/account/password?next=${encodeURIComponent(path)}`);
  }
  (await client.post('/customer/search', { q: '中国' })).is(403);
  const page = (await client.get('/account/password')).is(200).page;
  const change = (present, fresh, again = fresh) => client.send(page, '/account/password', { present, fresh, again });

  const good = '青梧 夜航船 旧雨伞 三更灯';
  const faults = [
    [oneTime, '短密码一二三', undefined, '至少 12 个字符'],
    [oneTime, 'x'.repeat(129), undefined, '最多 128 个字符'],
    [oneTime, 'password1234', undefined, '太常见'],
    [oneTime, '123456789012', undefined, '太常见'],
    [oneTime, 'Password2024!', undefined, '太常见'],
    [oneTime, 'kedangkedang', undefined, '系统的名称'],
    [oneTime, 'new.hand2026', undefined, '账号、姓名'],
    [oneTime, good, `${good}。`, '不一致'],
    [oneTime, oneTime, undefined, '不能与现在的密码相同'],
    ['not the present one', good, undefined, '现在的密码不对'],
  ];
  for (const [present, fresh, again, message] of faults) {
    const answer = (await change(present, fresh, again)).is(422, fresh);
    assert.ok(answer.page.text.includes(message), `${fresh}: ${answer.page.text}`);
    assert.ok(!answer.body.includes(fresh), 'no password is written back');
  }
  const elsewhere = stranger();
  await elsewhere.signIn('new.hand', oneTime);
  (await change(oneTime, good)).is(303);
  (await client.get('/customer')).is(200);
  (await elsewhere.get('/account')).is(303, 'other sessions have ended');
  (await stranger().signIn('new.hand', oneTime)).is(422);
  (await stranger().signIn('new.hand', good)).is(303);
});

test('OPS-2 what was asked for before the password had to be changed is where one goes on', async () => {
  const { login, password } = instance.account('technical');
  instance.mustChange(login);
  const client = stranger();
  const asked = '/customer?q=%E4%B8%AD%E5%9B%BD&sort=name';
  await client.signIn(login, password);
  const { location } = (await client.get(asked)).is(303);
  const form = (await client.get(location)).is(200).page;
  const wrong = (await client.send(form, '/account/password', { present: password, fresh: 'x', again: 'x' })).is(422);
  const fresh = '青梧 夜航船 旧雨伞 三更灯';
  const changed = (await client.send(wrong.page, '/account/password', { present: password, fresh, again: fresh })).is(303);
  assert.equal(changed.location, `${asked}&notice=password-changed`);
  for (const foreign of ['//evil.example', 'https://evil.example', '/\\evil.example'])
    assert.match((await client.get(`/account/password?next=${encodeURIComponent(foreign)}`)).is(200).body,
      /action="\/account\/password"[^]*?name="next" value="\/"/, foreign);
});

test('twelve characters of one language are enough: no composition rules', async () => {
  instance.kedang(['user', 'add', 'plain.hand', '素心', '--role', 'marketing']);
  const reset = instance.kedang(['user', 'password', 'plain.hand']);
  assert.equal(reset.code, 0, reset.stderr);
  const oneTime = /(?:[a-z0-9]{4}-){2,}[a-z0-9]{4}/.exec(reset.stdout)[0];
  const client = stranger();
  await client.signIn('plain.hand', oneTime);
  const fresh = '山中有直树世上无直人';
  (await client.submit('/account/password', '/account/password', { present: oneTime, fresh, again: fresh })).is(422, '10 characters');
  const longer = `${fresh}又过`;
  (await client.submit('/account/password', '/account/password', { present: oneTime, fresh: longer, again: longer })).is(303, '12 characters');
});

// --- forms from elsewhere ---

function postRoutes() {
  return instance.routes.filter((route) => route.method === 'POST').map((route) => ({
    ...route, address: route.path.replace(/\{\w+\}/g, '1'),
  }));
}

test('every POST without the token, with a wrong one or from another site is refused', async () => {
  const clerk = await signedIn(instance, 'archive_clerk');
  const other = await signedIn(instance, 'sales');
  await clerk.visit('/');
  const foreign = await other.token();
  const token = await clerk.token();
  const routes = postRoutes();
  assert.ok(routes.length >= 9, 'there are routes to try');
  for (const { address } of routes) {
    const login = { login: 'a', password: 'b' };
    (await clerk.request('POST', address, { body: 'login=a&password=b' })).is(403, 'without token');
    (await clerk.post(address, { ...login, csrf: '' })).is(403, 'empty');
    (await clerk.post(address, { ...login, csrf: foreign })).is(403, "another session's");
    (await clerk.post(address, { ...login, csrf: `${token}0` })).is(403, 'longer');
    (await clerk.post(address, { ...login, csrf: token.toUpperCase() === token ? token.toLowerCase() : token.slice(1) })).is(403, 'altered');
    for (const site of ['cross-site', 'same-site', 'none'])
      (await clerk.post(address, { ...login, csrf: token }, { headers: { 'Sec-Fetch-Site': site } })).is(403, site);
    (await clerk.request('POST', `${address}?csrf=${token}`, { body: 'login=a' })).is(403, 'the token counts only in the form');
  }
  (await clerk.get('/')).is(200, 'still signed in: no /logout went through');
});

test('the token works from our own pages', async () => {
  const clerk = await signedIn(instance, 'archive_clerk');
  await clerk.visit('/');
  (await clerk.post('/customer/search', { q: '中国' }, { headers: { 'Sec-Fetch-Site': 'same-origin' } })).is(303);
});

// --- language ---

test('the language: what the browser accepts, then what was chosen, then what the account has chosen', async () => {
  const lang = (answer) => /<html lang="([^"]+)"/.exec(answer.body)[1];
  assert.equal(lang(await stranger().get('/login')), 'zh-CN');
  assert.equal(lang(await stranger({ language: 'fr,de;q=0.8' }).get('/login')), 'zh-CN');
  assert.equal(lang(await stranger(ENGLISH).get('/login')), 'en');
  assert.equal(lang(await stranger({ language: 'en;q=0.3, zh-TW;q=0.9' }).get('/login')), 'zh-CN');

  const visitor = stranger();
  const page = (await visitor.get('/login')).page;
  (await visitor.send(page, '/account/language', { lang: 'en' })).is(303);
  const english = (await visitor.get('/login')).is(200);
  assert.equal(lang(english), 'en');
  assert.equal(english.headers['content-language'], 'en');

  const clerk = await signedIn(instance, 'sales_clerk');
  await clerk.visit('/');
  const changed = (await clerk.post('/account/language', { lang: 'en', next: '/customer?sort=name' })).is(303);
  assert.equal(changed.location, '/customer?sort=name');
  assert.equal(lang(await signedIn(instance, 'sales_clerk').then((client) => client.get('/'))), 'en', 'in any browser');
});
