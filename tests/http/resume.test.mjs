// A form that is submitted after the session has ended is not lost (OPS-2): the answer asks to sign in and carries it along.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { codeOf, secretOf } from '../support/totp.mjs';

let instance;
before(async () => { instance = await startInstance({ customers: 20 }); });
after(() => instance.stop());

const REMARKS = '第一行\r\n第二行 "引号" <b>&amp;';

// A client whose session ended after it had loaded the form.
async function withEndedSession() {
  const client = await signedIn(instance, 'sales');
  await client.visit('/customer/new');
  await client.token();
  instance.store('UPDATE session SET created_at = 1', { write: true });
  return client;
}

test('OPS-2: a form submitted after the session ended is stored after signing in again', async () => {
  const client = await withEndedSession();
  const { login, password } = instance.account('sales');
  const asked = (await client.post('/customer/new', { name: '续期物流有限公司', remarks: REMARKS })).is(401);
  const wrong = (await client.send(asked.page, '/login', { login, password: 'wrong horse battery' })).is(422);
  const signed = (await client.send(wrong.page, '/login', { login, password })).is(200);
  const stored = (await client.send(signed.page, '/customer/new')).is(303);
  const id = Number(/\/customer\/(\d+)/.exec(stored.location)[1]);
  const [row] = instance.store(`SELECT c.name, v.value FROM customer c JOIN field_value v
    ON v.kind = 1 AND v.record_id = c.id AND v.field = 'remarks' WHERE c.id = ${id}`);
  assert.deepEqual(row, { name: '续期物流有限公司', value: REMARKS.replace('\r\n', '\n') });
});

test('OPS-2: a form of somebody who signed out in another window is stored after signing in again', async () => {
  const client = await signedIn(instance, 'sales');
  const { login, password } = instance.account('sales');
  const form = (await client.visit('/customer/new')).page;
  await client.post('/logout');
  assert.equal(client.cookies.get('kedang') ?? '', '');
  const ours = { headers: { 'Sec-Fetch-Site': 'same-origin' } };
  const asked = (await client.post('/customer/new', { name: '退出物流有限公司' }, ours)).is(401);
  const signed = (await client.send(asked.page, '/login', { login, password })).is(200);
  (await client.send(signed.page, '/customer/new')).is(303);
  assert.equal(instance.store("SELECT count(*) AS n FROM customer WHERE name = '退出物流有限公司'")[0].n, 1);
  const silent = await signedIn(instance, 'sales'); // a browser that does not say where a form comes from
  await silent.post('/logout');
  assert.ok(!(await silent.post('/customer/new', { name: '来历不明公司' })).is(401).body.includes('来历不明'));
  assert.ok(form);
});

test('OPS-2: a form opened in another sign-in is stored with one more click', async () => {
  const client = await signedIn(instance, 'sales');
  const stale = { name: '旧页物流有限公司', remarks: REMARKS, csrf: 'f'.repeat(64) };
  const asked = (await client.post('/customer/new', stale, { headers: { 'Sec-Fetch-Site': 'same-origin' } })).is(403);
  (await client.send(asked.page, '/customer/new')).is(303);
  assert.equal(instance.store("SELECT count(*) AS n FROM customer WHERE name = '旧页物流有限公司'")[0].n, 1);
  for (const headers of [{}, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { 'Sec-Fetch-Site': 'none' }])
    assert.ok(!(await client.post('/customer/new', { ...stale, name: '假冒物流有限公司' }, { headers })).is(403).body.includes('假冒'), JSON.stringify(headers));
});

// A role that demands it and a new password at once; what has to be done first is done in another window, as people do.
test('OPS-2: a form carried over a sign-in that demands a new password and a second factor is stored after both', async () => {
  const client = await signedIn(instance, 'sales_clerk');
  const { login, password } = instance.account('sales_clerk');
  const named = instance.account('sales').login;
  const form = (await client.get('/customer/new')).page;
  instance.store(`DELETE FROM session; UPDATE role SET second_factor = 1 WHERE key = 'sales_clerk';`, { write: true });
  instance.mustChange(login);
  const asked = (await client.send(form, '/customer/new', { name: '两步之后物流有限公司', remarks: REMARKS, owner: named })).is(401);
  let kept = (await client.send(asked.page, '/login', { login, password })).is(403);
  assert.match(kept.page.text, /先设置新密码/);
  assert.ok(kept.body.includes('href="/account/password"'));
  kept = (await client.send(kept.page, '/customer/new')).is(403, 'too early');
  const fresh = '青梧 夜航船 旧雨伞 三更灯';
  (await client.submit('/account/password', '/account/password', { present: password, fresh, again: fresh })).is(303);
  kept = (await client.send(kept.page, '/customer/new')).is(403, 'half of it');
  assert.match(kept.page.text, /先设置二次验证/);
  const begun = (await client.submit('/account/second-factor', '/account/second-factor/begin', { password: fresh })).is(200);
  (await client.send(begun.page, '/account/second-factor/confirm', { code: codeOf(secretOf(begun.body)) })).is(200);
  (await client.send(kept.page, '/customer/new')).is(303);
  const [row] = instance.store(`SELECT v.value FROM customer c JOIN field_value v
    ON v.kind = 1 AND v.record_id = c.id AND v.field = 'remarks' WHERE c.name = '两步之后物流有限公司'`);
  assert.equal(row.value, REMARKS.replace('\r\n', '\n'));
});

test('OPS-2: a form sent from another window while a new password is due is kept', async () => {
  const client = await signedIn(instance, 'sales');
  const form = (await client.get('/customer/new')).page;
  instance.mustChange(client.login);
  const kept = (await client.send(form, '/customer/new', { name: '另一窗口物流有限公司' })).is(403);
  instance.mustChange(client.login, false);
  (await client.send(kept.page, '/customer/new')).is(303);
  assert.equal(instance.store("SELECT count(*) AS n FROM customer WHERE name = '另一窗口物流有限公司'")[0].n, 1);
});

test('nothing is carried for a form that is not provably ours', async () => {
  for (const [why, change] of [
    ['wrong token', { csrf: '0'.repeat(64) }],
    ['no token', { csrf: '' }],
  ]) {
    const client = await withEndedSession();
    const answer = (await client.post('/customer/new', { name: '假冒物流有限公司', ...change })).is(401, why);
    assert.ok(!answer.body.includes('假冒物流'), why);
  }
  const foreign = await withEndedSession();
  const answer = (await foreign.post('/customer/new', { name: '假冒物流有限公司' }, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).is(401);
  assert.ok(!answer.body.includes('假冒物流'));
});

test('a login longer than any is not written back, one of 64 characters is', async () => {
  const client = await signedIn(instance, 'sales');
  for (const [length, echoed] of [[64, true], [65, false]]) {
    const name = 'x'.repeat(length);
    const answer = (await client.post('/login', { login: name, password: 'wrong horse battery' })).is(422);
    assert.equal(answer.body.includes(name), echoed, `${length} characters`);
  }
});

test('CONF-4: what may hold a number stays out of addresses, and a search has a limit', async () => {
  const client = await signedIn(instance, 'archive_clerk');
  for (const q of ['tel:13987650123', '深圳 13987650123 张', '1398765', 'a@example.com', 'x@'])
    assert.equal((await client.post('/customer/search', { q })).is(200, q).location, undefined);
  for (const q of ['物流', '440300-2026-000001', 'C00000001', '139876', '91110000802100433B'])
    assert.equal((await client.post('/customer/search', { q })).is(303, q).location, `/customer?q=${encodeURIComponent(q)}`);
  (await client.post('/customer/search', { q: '物'.repeat(200) })).is(303);
  (await client.post('/customer/search', { q: '物'.repeat(201) })).is(422);
});
