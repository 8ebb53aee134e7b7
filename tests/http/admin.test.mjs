// Administration over HTTP: accounts that really sign in and out, sessions that end at once, what the auditor sees of it, settings in force.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, signedIn } from '../support/client.mjs';
import { attribute, text } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';
import { administered } from '../support/scope.mjs';

let instance;
let admin;
let ids;
before(async () => {
  instance = await startInstance({ customers: 300 });
  admin = await signedIn(instance, 'administrator');
  ids = administered(instance);
});
after(() => instance.stop());

const idOf = (login) => instance.store(`SELECT id FROM person WHERE login = '${login}';`)[0]?.id;
const oneTime = (answer) => answer.page.byClass('secret').map(text)[0].trim();
const records = (where) => instance.store(`SELECT action, field, before, after FROM admin_record WHERE ${where} ORDER BY id;`);

// Adds a person with the role and gives their first password.
async function add(login, name, role, unit = ids.unit) {
  const { id } = instance.store(`SELECT id FROM role WHERE key = '${role}';`)[0];
  const answer = await admin.submit('/admin/person/new', '/admin/person/new', { login, name, unit: String(unit), superior: '', roles: [String(id)] });
  assert.ok(answer.is(200, login).body.includes('href="/admin/person/new"'), 'the next person is one click away');
  return oneTime(answer);
}

// Signs in with a one-time password and chooses an own one.
async function firstSignIn(login, password) {
  const client = new Client(instance);
  assert.equal((await client.signIn(login, password)).status, 303);
  const fresh = `${login} prefers long ones`;
  const answer = await client.submit('/account/password', '/account/password', { present: password, fresh, again: fresh });
  assert.equal(answer.status, 303, answer.page.text.slice(0, 400));
  return { client, fresh };
}

test('ORG-1 a person who was added signs in with the one-time password, which is shown once and kept nowhere', async () => {
  const password = await add('lin.yi', '林一', 'sales');
  assert.match(password, /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  const { client } = await firstSignIn('lin.yi', password);
  (await client.get('/customer')).is(200);
  assert.equal((await new Client(instance).signIn('lin.yi', password)).status, 422, 'the one-time password is spent');
  const dump = JSON.stringify(instance.store('SELECT * FROM admin_record;'));
  assert.ok(!dump.includes(password) && !dump.includes('argon2'));
  assert.ok(!(await admin.get(`/admin/person/${idOf('lin.yi')}`)).body.includes(password));
});

test('a new password, a lost phone, a move and leaving end every session at once', async () => {
  const { client, fresh } = await firstSignIn('chen.er', await add('chen.er', '陈二', 'sales'));
  const id = idOf('chen.er');
  const signIn = async (password) => (await client.signIn('chen.er', password)).status;
  (await client.get('/customer')).is(200);
  const again = oneTime(await admin.submit(`/admin/person/${id}/password`, `/admin/person/${id}/password`));
  (await client.get('/customer')).is(303, 'the session has ended');
  assert.equal(await signIn(fresh), 422, 'and the old password is void');
  const { client: second } = await firstSignIn('chen.er', again);
  const move = await admin.submit(`/admin/person/${id}/move`, `/admin/person/${id}/move`, { unit: '1', superior: 'sales_manager' });
  move.is(303);
  (await second.get('/customer')).is(303);
  assert.equal((await second.signIn('chen.er', 'chen.er prefers long ones')).status, 303);
  (await admin.submit(`/admin/person/${id}/leave`, `/admin/person/${id}/leave`, {})).is(303);
  (await second.get('/customer')).is(303);
  assert.equal((await second.signIn('chen.er', 'chen.er prefers long ones')).status, 422, 'a closed account');
});

test('ORG-5 leaving hands customers over, which their history shows, and puts the leaver before the auditor', async () => {
  const had = instance.store(`SELECT id FROM customer WHERE owner_id = ${ids.person} ORDER BY id;`).map((row) => row.id);
  assert.ok(had.length > 3);
  const page = (await admin.get(`/admin/person/${ids.person}/leave`)).is(200).page;
  assert.ok(page.text.includes(String(had.length)), 'the preview says how many');
  (await admin.submit(`/admin/person/${ids.person}/leave`, `/admin/person/${ids.person}/leave`, { successor: 'auditor' })).is(422);
  assert.equal(instance.store(`SELECT state FROM person WHERE id = ${ids.person};`)[0].state, 'active');
  (await admin.submit(`/admin/person/${ids.person}/leave`, `/admin/person/${ids.person}/leave`, { successor: 'meng.ke' })).is(303);
  const owner = idOf('meng.ke');
  assert.deepEqual(instance.store(`SELECT id FROM customer WHERE owner_id = ${ids.person};`), []);
  assert.equal(instance.store(`SELECT count(*) AS n FROM customer WHERE id IN (${had}) AND owner_id = ${owner};`)[0].n, had.length);
  const clerk = await signedIn(instance, 'archive_clerk');
  const history = (await clerk.get(`/customer/${had[0]}/history`)).is(200).page.text;
  assert.ok(history.includes('孟可') && history.includes('白杨') && history.includes('管子墨'), history.slice(0, 600));
  assert.equal(instance.store(`SELECT count(*) AS n FROM audit_notice WHERE person_id = ${ids.person} AND kind = 'leaving';`)[0].n, 1);
});

test('ORG-3 whoever administers can neither be given customers nor raise themselves, whatever is posted', async () => {
  const self = idOf('administrator');
  const role = (key) => String(instance.store(`SELECT id FROM role WHERE key = '${key}';`)[0].id);
  const rights = () => JSON.stringify(instance.store(`SELECT * FROM person_role WHERE person_id = ${self};`)) +
    JSON.stringify(instance.store(`SELECT * FROM role_permission WHERE role_id = ${role('administrator')};`));
  const before = rights();
  const tries = [
    [`/admin/person/${self}/edit`, { version: '1', name: '管子墨', superior: '', roles: [role('administrator'), role('general_manager')] }],
    [`/admin/person/${self}/leave`, {}],
    [`/admin/person/${self}/password`, {}],
    [`/admin/role/${role('administrator')}/edit`, { version: '1', name_zh: '系统管理员', name_en: 'System administrator', permissions: ['admin.people', 'admin.roles'], confirmed: '1' }],
    ['/admin/role/new', { name_zh: '全能', name_en: 'All', permissions: ['admin.people', 'customer.read'], scope: '4', level: '1' }],
    ['/admin/person/new', { login: 'both.duties', name: '两职', unit: String(ids.unit), superior: '', roles: [role('administrator'), role('sales')] }],
    ['/admin/person/new', { login: 'both.duties', name: '两职', unit: String(ids.unit), superior: '', roles: [role('auditor'), role('sales')] }],
  ];
  for (const [path, values] of tries) (await admin.post(path, values)).is(422, path);
  assert.equal(rights(), before);
  assert.equal(idOf('both.duties'), undefined);
});

test('ORG-3 the auditor reads the record of administration, and changes nothing by it', async () => {
  const auditor = await signedIn(instance, 'auditor');
  const page = (await auditor.get('/admin/record')).is(200).page;
  assert.ok(page.text.includes('管子墨') && page.text.includes('林一'));
  for (const path of ['/admin/person', '/admin/role', '/admin/setting', '/admin/unit']) (await auditor.get(path)).is(403, path);
  (await auditor.post('/admin/setting', { 'log.keep_months': '6' })).is(403);
});

test('settings hold at once, and are recorded with before and after', async () => {
  const clerk = await signedIn(instance, 'finance');
  instance.store(`UPDATE session SET seen_at = seen_at - 20 * 60000 WHERE person_id = ${idOf('finance')};`, { write: true });
  (await clerk.get('/')).is(200, 'within half an hour');
  instance.store(`UPDATE session SET seen_at = seen_at - 20 * 60000 WHERE person_id = ${idOf('finance')};`, { write: true });
  const form = (values) => admin.submit('/admin/setting', '/admin/setting', values);
  const shown = (await admin.get('/admin/setting')).is(200).page.text;
  assert.ok(shown.includes('默认 30 分钟，可设 5 至 720。'));
  assert.doesNotMatch(shown, /ASVS|CONF-/, 'why it is so is said in words, not by the number of a rule');
  (await form({ 'session.idle_minutes': '4' })).is(422);
  (await form({ 'session.idle_minutes': '15' })).is(303);
  (await clerk.get('/')).is(303, 'idle for longer than is allowed now');
  assert.deepEqual(records("subject = 'session.idle_minutes'"), [{ action: 'edit', field: 'value', before: '30', after: '15' }]);
  (await admin.post('/admin/setting/reset', { key: 'session.idle_minutes' })).is(303);
  assert.equal(records("subject = 'session.idle_minutes'").length, 2);
  (await form({})).is(303);
  assert.equal(records("kind = 'setting'").length, 2, 'what stays as it is is no change');
});

test('what the command line changes is recorded, too', async () => {
  assert.equal(instance.kedang(['user', 'add', 'wang.san', '王三', '--role', 'gate']).code, 0);
  assert.equal(instance.kedang(['user', 'password', 'wang.san']).code, 0);
  assert.equal(instance.kedang(['role', 'gate', '--second-factor', 'on']).code, 0);
  const rows = instance.store(`SELECT person_id, by_name, action, field FROM admin_record WHERE subject IN ('王三', '门卫') ORDER BY id;`);
  assert.ok(rows.every((row) => row.person_id === null && row.by_name !== ''), JSON.stringify(rows));
  assert.deepEqual([...new Set(rows.map((row) => row.action))], ['add', 'password', 'edit']);
  assert.ok((await admin.get('/admin/record?kind=role')).is(200).page.text.includes('命令行'));
});

test('ORG-2 a change of a role says whom it concerns before it is made', async () => {
  const path = `/admin/role/${ids.role}/edit`;
  const preview = (await admin.submit(path, path, { level: '2' })).is(200).page;
  assert.match(preview.text, /担任此角色的 \d+ 人/);
  assert.equal(instance.store(`SELECT level FROM role WHERE id = ${ids.role};`)[0].level, 3);
  (await admin.send(preview, path)).is(303);
  assert.equal(instance.store(`SELECT level FROM role WHERE id = ${ids.role};`)[0].level, 2);
});

test('a list of 5,000 people takes as many statements as one of 50', async () => {
  const count = async () => Number((await instance.request((await admin.get('/admin/person')).is(200).number)).statements);
  const few = await count();
  instance.store(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO person (id, login, name, unit_id, created_at) SELECT 700000 + i, printf('many%05d', i), '众人' || i, ${ids.unit}, 0 FROM n;`, { write: true });
  assert.equal(await count(), few);
  assert.ok((await admin.get('/admin/person?q=zr4321')).is(200).page.text.includes('众人4321'));
  assert.ok((await admin.get('/admin/person?q=zr')).page.text.includes('众人1'));
  assert.ok((await admin.get(`/admin/person?q=${encodeURIComponent('众人4999')}`)).page.text.includes('many04999'));
  let next = '/admin/person?q=many';
  const seen = new Set();
  for (let pages = 0; next && pages < 5; pages++) {
    const page = (await admin.get(next)).is(200).page;
    for (const login of page.byClass('c-login').map(text).filter((login) => login.startsWith('many'))) {
      assert.ok(!seen.has(login));
      seen.add(login);
    }
    next = page.all((node) => attribute(node, 'rel') === 'next').map((node) => attribute(node, 'href'))[0];
  }
  assert.equal(seen.size, 250);
});
