// Contacts through the pages: creating, changing, deleting and restoring, and whose they are.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { create, historyOf, recordOf } from '../support/records.mjs';
import { fullForm, isSealed, loadFields } from '../support/values.mjs';

let instance;
let sales;
let contactFields;
before(async () => {
  instance = await startInstance({ customers: 60 });
  sales = await signedIn(instance, 'sales');
  const [{ id }] = instance.store(`SELECT min(c.id) AS id FROM customer c JOIN person p ON p.id = c.owner_id WHERE p.login = '${sales.login}';`);
  ({ contactFields } = await loadFields(instance, sales, id));
});
after(() => instance.stop());

test('created, changed, deleted; all of it in the customer\'s history', async () => {
  const id = await create(sales, { name: '联系人公司' });
  const values = fullForm(contactFields, 1000);
  const made = (await sales.submit(`/customer/${id}/contact/new`, `/customer/${id}/contact/new`, values)).is(303);
  assert.equal(made.location, `/customer/${id}?notice=contact-created`);
  let page = await recordOf(sales, id);
  assert.ok(page.text.includes(values.name));
  for (const field of contactFields.filter(isSealed)) assert.ok(!page.html.includes(values[field.key]), field.key);
  const contact = instance.store(`SELECT id FROM contact WHERE customer_id = ${id};`)[0].id;
  const edit = `/customer/${id}/contact/${contact}/edit`;
  for (const form of [`/customer/${id}/edit`, edit]) // nothing changed: no version, no history
    assert.equal((await sales.submit(form, form)).is(303).location, `/customer/${id}?notice=unchanged`);
  (await sales.submit(edit, edit, { title: '副总经理', mobile: '19500006666' })).is(303);
  page = await recordOf(sales, id);
  assert.ok(page.text.includes('副总经理') && page.text.includes('195****6666'));
  const remove = `/customer/${id}/contact/${contact}/delete`;
  (await sales.submit(remove, remove)).is(303);
  page = await recordOf(sales, id);
  assert.ok(!page.text.includes(values.name));
  (await sales.get(edit)).is(404);
  const history = await historyOf(sales, id);
  assert.equal(history.length, 4, 'customer made, contact made, changed, deleted');
  assert.ok(history[0].head.includes('已删除') && history[0].head.includes(values.name), history[0].head);
  const restore = `/customer/${id}/contact/${contact}/restore`;
  (await sales.submit(`/customer/${id}/history`, restore)).is(303);
  page = await recordOf(sales, id);
  assert.ok(page.text.includes(values.name) && page.text.includes('195****6666'), 'the contact is back, masked as before');
  assert.equal((await historyOf(sales, id)).length, 5, 'and the history says so');
  (await sales.post(restore)).is(409);
  const shown = await sales.submit(`/customer/${id}/contact/${contact}/reveal`, `/customer/${id}/contact/${contact}/reveal`, { field: ['mobile'], purpose: 'contact' });
  assert.ok(shown.is(200).body.includes('19500006666'), 'its sealed values open again');
});

test('as papers come: a customer saved and its first contact at once, then the next, each form empty with the cursor in it', async () => {
  const made = (await sales.submit('/customer/new', '/customer/new', { name: '纸质登记公司', owner: sales.login, next: '1' })).is(303);
  const id = /^\/customer\/(\d+)\/contact\/new\?notice=created(-nowhere)?$/.exec(made.location)?.[1];
  assert.ok(id, made.location);
  assert.ok((await sales.get(made.location)).is(200).page.text.includes('保存并新建下一位'));
  const form = `/customer/${id}/contact/new`;
  assert.equal((await sales.submit(form, form, { name: '甲', next: '1' })).is(303).location, `${form}?notice=contact-created`);
  (await sales.submit(form, form, { name: '', next: '1' })).is(422);
  assert.equal((await sales.submit(form, form, { name: '乙' })).is(303).location, `/customer/${id}?notice=contact-created`);
  assert.ok(!(await sales.get(`/customer/${id}/edit`)).is(200).page.text.includes('保存并'), 'a change is followed by nothing');
});

test('deleting what a colleague has just changed is refused', async () => {
  const id = await create(sales, { name: '删除冲突公司' });
  await sales.submit(`/customer/${id}/contact/new`, `/customer/${id}/contact/new`, { name: '李四' });
  const contact = instance.store(`SELECT id FROM contact WHERE customer_id = ${id};`)[0].id;
  const remove = `/customer/${id}/contact/${contact}/delete`;
  const stale = (await sales.get(remove)).page;
  await sales.submit(`/customer/${id}/contact/${contact}/edit`, `/customer/${id}/contact/${contact}/edit`, { title: '新职务' });
  (await sales.send(stale, remove)).is(409);
  assert.ok((await recordOf(sales, id)).text.includes('李四'));
});

test("a contact is not reached through another customer's address", async () => {
  const [a, b] = [await create(sales, { name: '甲方公司' }), await create(sales, { name: '乙方公司' })];
  await sales.submit(`/customer/${a}/contact/new`, `/customer/${a}/contact/new`, { name: '只属甲方' });
  const contact = instance.store(`SELECT id FROM contact WHERE customer_id = ${a};`)[0].id;
  for (const rest of ['edit', 'delete', 'reveal']) {
    (await sales.get(`/customer/${b}/contact/${contact}/${rest}`)).is(404, rest);
    (await sales.post(`/customer/${b}/contact/${contact}/${rest}`, { name: 'x', version: '1', field: 'mobile', purpose: 'contact' })).is(404, rest);
  }
});

test('a second contact form that meets a colleague shows both, OPS-2', async () => {
  const id = await create(sales, { name: '联系人冲突公司' });
  await sales.submit(`/customer/${id}/contact/new`, `/customer/${id}/contact/new`, { name: '王五', title: '经理' });
  const contact = instance.store(`SELECT id FROM contact WHERE customer_id = ${id};`)[0].id;
  const path = `/customer/${id}/contact/${contact}/edit`;
  const stale = (await sales.get(path)).page;
  (await sales.submit(path, path, { title: '总监' })).is(303);
  const page = (await sales.send(stale, path, { title: '主任' })).is(409).page;
  assert.equal(page.form(path).control('title').value, '主任');
  assert.ok(page.text.includes('总监'));
});
