// What others do to an account is told to the auditor and to its owner (ORG-3), through the pages and the command.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, ENGLISH, signedIn } from '../support/client.mjs';
import { text } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';
import { until } from '../support/until.mjs';

const FRESH = '青梧 夜航船 旧雨伞 三更灯';

let instance;
let admin;
let auditor;
before(async () => {
  instance = await startInstance({ customers: 5 });
  [admin, auditor] = [await signedIn(instance, 'administrator'), await signedIn(instance, 'auditor')];
});
after(() => instance.stop());

const idOf = (login) => instance.store(`SELECT id FROM person WHERE login = '${login}';`)[0].id;
const oneTime = (answer) => answer.page.byClass('secret').map(text)[0].trim();
const told = async (client, way = '/') => (await client.get(way)).is(200).page.text;

async function chooses(client, present) {
  (await client.submit('/account/password', '/account/password', { present, fresh: FRESH, again: FRESH })).is(303);
}

// The case about this person, as its page says it, once the custodian has made it.
async function caseOf(name, label, visitor = auditor) {
  const row = await until(`a case of ${name}`, async () => (await auditor.get('/audit/desk/cases')).page.rows
    .find(({ cells }) => cells.join().includes(name) && cells.join().includes(label)));
  return (await visitor.get(row.href)).is(200).page.text;
}

test('ORG-3 a reset password is told to its owner until they have seen it, and to the auditor with the browser it was used in', async () => {
  const { login, name, password } = instance.account('sales');
  const own = new Client(instance);
  assert.equal((await own.signIn(login, password)).status, 303);
  assert.ok(!(await told(own)).includes('重置'));
  const given = oneTime((await admin.submit(`/admin/person/${idOf(login)}/password`, `/admin/person/${idOf(login)}/password`)).is(200));
  assert.match(await caseOf(name, '密码被重置'), /还没有人用过/);
  const taker = new Client(instance); // whoever knows it, in a browser of their own
  await taker.signIn(login, given);
  const page = await caseOf(name, '密码被重置');
  const by = instance.account('administrator').name;
  assert.ok(page.includes(`${by}重置了密码（来自 127.0.0.1）`), page);
  assert.match(page, /此人从未用过的浏览器/);
  await own.signIn(login, given);
  assert.match(await caseOf(name, '密码被重置'), /此人以前用过的浏览器/);
  await chooses(own, given);
  for (let i = 0; i < 2; i++) assert.ok((await told(own)).includes(`${by}重置了您的密码`), 'until they say so');
  const shown = (await own.get('/')).page;
  (await own.send(shown, '/account/notice')).is(303);
  assert.ok(!(await told(own)).includes('重置了您的密码'));
  assert.ok((await told(own, '/account')).includes(`${by}重置了您的密码`), 'there it stays');
});

test('ORG-3 a second factor taken off at the command line is told, too', async () => {
  const { login, name, password } = instance.account('legal');
  instance.store(`INSERT INTO second_factor (person_id, box, confirmed_at) VALUES (${idOf(login)}, x'00', 1);`, { write: true });
  assert.equal(instance.kedang(['user', 'second-factor', login, '--off']).code, 0);
  const client = new Client(instance);
  await client.signIn(login, password);
  assert.match(await told(client), /命令行）取消了您的二次验证/);
  assert.match(await caseOf(name, '二次验证被取消'), /命令行）取消了二次验证/);
  const english = await signedIn(instance, 'auditor', ENGLISH);
  assert.match(await caseOf(name, '二次验证被取消', english), /took off the second factor/);
  assert.equal(instance.kedang(['user', 'password', login]).code, 0);
  await caseOf(name, '密码被重置');
});

test('ORG-3 a one-time password that was written into the store by other means is noticed when it is used', async () => {
  const { login, name, password } = instance.account('marketing');
  const [{ hash }] = instance.passwords(`SELECT hash FROM credential WHERE person_id = ${idOf(login)};`);
  instance.store(`INSERT INTO credential_offer (person_id, id, hash, void, created_at) VALUES (${idOf(login)}, 99, '${hash}', 0, 0);`, { write: true });
  await new Client(instance).signIn(login, password);
  assert.match(await caseOf(name, '来历不明的一次性密码'), /没有任何人发放它的记录/);
});

test('ORG-3 whoever changes their own password is not bothered, and nor is the auditor', async () => {
  const { login, name, password } = instance.account('finance');
  const client = new Client(instance);
  await client.signIn(login, password);
  await chooses(client, password);
  assert.ok(!(await told(client)).includes('重置'));
  assert.ok(!(await auditor.get('/audit/desk/cases')).page.text.includes(name));
});

test('ORG-3 nobody says for somebody else that they have seen it', async () => {
  const [{ id }] = instance.store("SELECT id FROM account_notice WHERE kind = 'factor';");
  (await admin.get('/')).is(200);
  (await admin.post('/account/notice', { notice: String(id) })).is(303);
  assert.deepEqual(instance.store(`SELECT * FROM account_notice_seen WHERE notice_id = ${id};`), []);
});

test('CONF-6 days off that were made working days are a case, too, with who did it', async () => {
  const form = (await admin.get('/admin/workday')).is(200).page.form('/admin/workday');
  const days = form.control('days').value.trim();
  (await admin.submit('/admin/workday', '/admin/workday', { days: `${days}\n2031-03-01 班 周六` })).is(303);
  const page = await caseOf(instance.account('administrator').name, '工作日历改动');
  assert.match(page, /把休息日改成了工作日/);
  assert.match((await auditor.get('/admin/record')).is(200).page.text, /2031-03-01/);
});
