// One's own account: where one is signed in, and how pages look.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, signedIn } from '../support/client.mjs';
import { attribute, text } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';

let instance;
before(async () => { instance = await startInstance({ customers: 20 }); });
after(() => instance.stop());

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
const rowsOf = (answer) => answer.page.byClass('sessions').flatMap((list) => list.childNodes.filter((node) => node.tagName === 'li'));
const idOf = (client) => instance.store(`SELECT lower(hex(substr(token_hash, 1, 8))) AS id FROM session s JOIN person p ON p.id = s.person_id
  WHERE p.login = '${client.login}' ORDER BY s.created_at DESC LIMIT 1;`)[0].id;
const html = (answer, name) => attribute(answer.page.all('html')[0], name);

test('where one is signed in: this one first, the others with a way to end them', async () => {
  const here = await signedIn(instance, 'legal', { agent: CHROME });
  const there = await signedIn(instance, 'legal', { address: '127.0.0.77' });
  const answer = (await here.get('/account')).is(200);
  const rows = rowsOf(answer).map(text);
  assert.equal(rows.length, 2);
  assert.match(rows[0], /Chrome · Windows.*本次登录.*来自 127\.0\.0\.1.*登录于 \d{4}-\d\d-\d\d \d\d:\d\d，最近使用 \d{4}/s);
  assert.match(rows[1], /未知浏览器.*来自 127\.0\.0\.77/s);
  assert.doesNotMatch(rows[1], /本次登录/);
  const ended = (await here.send(answer.page, '/account/session/end')).is(303);
  assert.match((await here.get(ended.location)).is(200).page.text, /这处登录已结束/);
  (await there.get('/account')).is(303, 'it is over at once');
  (await here.get('/account')).is(200);
});

test('all others at once', async () => {
  const here = await signedIn(instance, 'legal');
  const others = [await signedIn(instance, 'legal'), await signedIn(instance, 'legal')];
  const colleague = await signedIn(instance, 'finance');
  const done = (await here.submit('/account', '/account/session/others')).is(303);
  const answer = (await here.get(done.location)).is(200);
  assert.match(answer.page.text, /其他登录已全部结束/);
  assert.equal(rowsOf(answer).length, 1);
  assert.equal(answer.page.forms.filter((form) => form.action.startsWith('/account/session')).length, 0, 'nothing is left to end');
  for (const other of others) (await other.get('/')).is(303);
  (await colleague.get('/')).is(200);
});

test("nobody ends another's session, nor sees one", async () => {
  const victim = await signedIn(instance, 'finance');
  const attacker = await signedIn(instance, 'legal');
  await attacker.get('/account');
  const id = idOf(victim);
  assert.ok(!(await attacker.get('/account')).body.includes(id));
  (await attacker.post('/account/session/end', { session: id })).is(303);
  (await victim.get('/')).is(200);
  const nobody = new Client(instance);
  (await nobody.get('/account')).is(303);
});

test('density and appearance are on every page of the program and of the others, in every browser', async () => {
  const client = await signedIn(instance, 'archive_clerk');
  const before = (await client.get('/account')).is(200);
  assert.deepEqual([html(before, 'data-density'), html(before, 'data-appearance')], ['compact', 'system']);
  const statements = async (answer) => Number((await instance.request(answer.number)).statements);
  const usual = await statements(await client.get('/customer'));
  const done = (await client.send(before.page, '/account/looks', { density: 'comfortable', appearance: 'dark' })).is(303);
  const after = (await client.get(done.location)).is(200);
  assert.match(after.page.text, /显示设置已保存/);
  const checked = after.page.all('input').filter((node) => attribute(node, 'checked') !== undefined && attribute(node, 'checked') !== null).map((node) => attribute(node, 'value'));
  for (const value of ['comfortable', 'dark']) assert.ok(checked.includes(value), checked.join());
  const elsewhere = await signedIn(instance, 'archive_clerk');
  for (const path of ['/', '/customer', '/customer/999999999999']) {
    const answer = await elsewhere.get(path);
    assert.deepEqual([html(answer, 'data-density'), html(answer, 'data-appearance')], ['comfortable', 'dark'], path);
  }
  assert.equal(await statements(await client.get('/customer')), usual, 'no further statement a page');
  const other = await (await signedIn(instance, 'sales')).get('/');
  assert.equal(html(other, 'data-appearance'), 'system', "nobody else's");
  for (const wrong of [{}, { density: 'tiny', appearance: 'dark' }, { density: 'compact', appearance: '<b>' }])
    (await client.post('/account/looks', wrong)).is(422);
  assert.equal(html(await client.get('/'), 'data-appearance'), 'dark');
});
