// ARC-10 with everything running: what an administrator changes in the fields counts in the next request of every program, the custodian
// included, without a restart.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ENGLISH, signedIn } from '../support/client.mjs';
import { kedang, startInstance } from '../support/instance.mjs';
import { create, historyOf, recordOf } from '../support/records.mjs';
import { until } from '../support/until.mjs';

const TEXT = '核对三月货款账号';
let instance;
let admin;
let clerk;
before(async () => {
  instance = await startInstance({ customers: 40 });
  admin = await signedIn(instance, 'administrator');
  clerk = await signedIn(instance, 'archive_clerk');
});
after(() => instance.stop());

const LIST = '/admin/fields';
const set = (address, values) => admin.submit(address, address.split('?')[0], values);
async function addField(of, values) {
  const action = `${LIST}/new?of=${of}`;
  const answer = (await set(action, { level: '1', group: '0', type: 'text', ...values })).is(303);
  return /key=(own_\d+)/.exec(answer.location)[1];
}
const field = (of, key, what = 'field') => `${LIST}/${what}?of=${of}&key=${key}`;
const edit = (id) => `/customer/${id}/edit`;
const save = (id, values) => clerk.submit(edit(id), edit(id), values);
const raise = (of, key, level) => set(field(of, key, 'level'), { level: String(level) });
const sealedUp = (key) => until(`${key} is sealed`, () => instance.store(`SELECT phase FROM field_sealing WHERE field = '${key}';`)[0]?.phase === 'done');

test('what can only be yes is no when it is not chosen; a choice of several is not chosen', async () => {
  const blanks = (await admin.get(`${LIST}/new?of=customer`)).is(200).body.matchAll(/<select[^>]* name="(\w+)"[^>]*><option value="">([^<]*)</g);
  assert.deepEqual(Object.fromEntries([...blanks].map((match) => match.slice(1)).filter(([name]) => ['required', 'listed', 'pattern'].includes(name))),
    { required: '否', listed: '否', pattern: '未选择' });
});

test('ARC-10 a field is there in the next request: form, page, history, import, reveal, access record', async () => {
  const id = await create(clerk, { name: '新字段公司' });
  const key = await addField('customer', { label_zh: '保险箱密码', label_en: 'Safe code', level: '2', type: 'code', pattern: '1' });
  const form = (await clerk.get(edit(id))).is(200);
  assert.ok(form.body.includes(`name="${key}"`) && form.page.text.includes('保险箱密码'));
  const wrong = (await save(id, { [key]: 'ABC' })).is(422);
  assert.ok(wrong.page.text.includes('只能是数字'));
  (await save(id, { [key]: '73519028' })).is(303);
  const page = await recordOf(clerk, id);
  assert.ok(page.text.includes('保险箱密码') && page.text.includes('73****28') && !page.html.includes('73519028'));
  assert.ok(JSON.stringify(await historyOf(clerk, id)).includes('保险箱密码'));
  const since = instance.access().at(-1)?.seq ?? 0;
  const shown = (await clerk.post(`/customer/${id}/reveal`, { field: [key], purpose: 'contact', purpose_text: TEXT })).is(200);
  assert.ok(shown.page.text.includes('73519028'));
  const [record] = instance.access(`seq > ${since}`);
  assert.deepEqual([record.field, record.level, record.result, record.record_id], [key, 2, 1, id]);
  const auditor = await signedIn(instance, 'auditor');
  assert.ok((await auditor.get('/audit')).page.text.includes('保险箱密码'));
  const file = path.join(instance.home, 'list.csv');
  fs.writeFileSync(file, `公司名称,保险箱密码\n进口公司甲,11112222\n进口公司乙,写错了\n`);
  const refused = kedang(instance.home, ['import', file, '--owner', clerk.login, '--report', path.join(instance.home, 'report.csv')]);
  assert.notEqual(refused.code, 0);
  fs.writeFileSync(file, `公司名称,Safe code\n进口公司甲,11112222\n`);
  assert.equal(kedang(instance.home, ['import', file, '--owner', clerk.login]).code, 0);
  assert.equal(instance.store(`SELECT count(*) AS n FROM field_value WHERE field = '${key}' AND box IS NOT NULL;`)[0].n, 2);
});

test('ARC-10 a field is relabelled, moved, retired and brought back', async () => {
  const id = await create(clerk, { name: '改名公司', website: 'https://www.example.com' });
  const address = field('customer', 'website');
  (await set(address, { label_zh: '官方网站', label_en: 'Home page' })).is(303);
  assert.ok((await recordOf(clerk, id)).text.includes('官方网站'));
  assert.ok((await (await signedIn(instance, 'archive_clerk', ENGLISH)).get(edit(id))).page.text.includes('Home page'));
  const order = async () => [...(await clerk.get(edit(id))).body.matchAll(/id="f-([a-z_0-9]+)"/g)].map((match) => match[1]);
  const before = await order();
  (await admin.post(`${LIST}/move`, { of: 'customer', key: 'website', way: 'up' })).is(303);
  const moved = await order();
  assert.equal(moved.indexOf('website'), before.indexOf('website') - 1);
  (await admin.post(`${LIST}/retire`, { of: 'customer', key: 'website' })).is(303);
  assert.ok(!(await order()).includes('website'));
  assert.ok(!(await recordOf(clerk, id)).text.includes('官方网站'));
  (await save(id, { goods: '钢' })).is(303);
  (await admin.post(`${LIST}/return`, { of: 'customer', key: 'website' })).is(303);
  assert.ok((await recordOf(clerk, id)).html.includes('https://www.example.com'));
});

test('ARC-10 raising a level seals what is stored, in the background, and shows nobody the value meanwhile', async () => {
  const key = await addField('customer', { label_zh: '旧暗号', label_en: 'Old word' });
  const id = await create(clerk, { name: '升级公司', [key]: 'planted-secret-one' });
  (await save(id, { [key]: 'planted-secret-two' })).is(303);
  assert.ok((await recordOf(clerk, id)).html.includes('planted-secret-two'));
  (await raise('customer', key, 3)).is(303);
  assert.ok(!(await recordOf(clerk, id)).html.includes('planted'));
  assert.ok(!JSON.stringify(await historyOf(clerk, id)).includes('planted'));
  await sealedUp(key);
  assert.ok(!JSON.stringify(await historyOf(clerk, id)).includes('planted'));
  for (const name of fs.readdirSync(path.join(instance.home, 'db')))
    assert.ok(!fs.readFileSync(path.join(instance.home, 'db', name)).includes('planted-secret'), name);
  const owner = instance.store(`SELECT p.login FROM customer c JOIN person p ON p.id = c.owner_id WHERE c.id = ${id};`)[0].login;
  assert.equal(owner, clerk.login);
  const shown = (await clerk.post(`/customer/${id}/reveal`, { field: [key], purpose: 'contact', purpose_text: TEXT })).is(200);
  assert.ok(shown.page.text.includes('planted-secret-two'));
  assert.ok((await admin.get(field('customer', key, 'level'))).page.text.includes('全部加密'));
  (await admin.post(field('customer', key, 'level'), { level: '1' })).is(422); // and never back
});

test('ARC-10 a form that was open while a level was raised stores nothing in plain', async () => {
  const key = await addField('customer', { label_zh: '开着的表单', label_en: 'Open form' });
  const id = await create(clerk, { name: '开着表单的公司' });
  await clerk.get(edit(id)); // filled in by an older catalogue
  (await raise('customer', key, 2)).is(303);
  (await save(id, { [key]: 'planted-late' })).is(303);
  assert.deepEqual(instance.store(`SELECT box IS NULL AS plain FROM field_value WHERE field = '${key}';`), [{ plain: 0 }]);
});

test('ARC-10 2 → 3 counts in the custodian at once', async () => {
  const key = await addField('customer', { label_zh: '第二密级', label_en: 'Second level', level: '2' });
  const id = await create(clerk, { name: '二升三公司', [key]: '内容七个字以上的' });
  const manager = await signedIn(instance, 'deputy_general_manager'); // reads up to 2
  const ask = () => manager.post(`/customer/${id}/reveal`, { field: [key], purpose: 'contact', purpose_text: TEXT });
  (await ask()).is(200);
  (await raise('customer', key, 3)).is(303);
  const refused = await ask();
  assert.ok(!refused.body.includes('内容七个字以上的'));
  assert.notEqual(refused.status, 200);
});

test('ARC-10 required for a customer kind, dates not in the future', async () => {
  const key = await addField('customer', { label_zh: '准入日期', label_en: 'Admitted', type: 'date', no_future: '1', required_for: '供应商、经销商' });
  const answer = (await clerk.submit('/customer/new', '/customer/new', { name: '缺日期公司', kind: 'supplier' })).is(422);
  assert.ok(answer.page.text.includes('客户类型为“供应商”时必须填写准入日期'));
  (await clerk.submit('/customer/new', '/customer/new', { name: '缺日期公司', kind: 'supplier', [key]: '2199-01-01' })).is(422);
  (await clerk.submit('/customer/new', '/customer/new', { name: '缺日期公司', kind: 'supplier', [key]: '2020-01-01' })).is(303);
  (await admin.post(`${LIST}/retire`, { of: 'customer', key })).is(303);
});

test('ARC-10 choices are edited', async () => {
  const key = await addField('contact', { label_zh: '称呼', label_en: 'Form of address', type: 'choice' });
  const address = field('contact', key, 'choices');
  (await set(address, { zh1: '先生', en1: 'Mr', zh2: '女士', en2: 'Ms' })).is(303);
  (await set(address, { zh3: '先生', en3: 'Sir' })).is(422);
  const id = await create(clerk, { name: '称呼公司' });
  const form = await clerk.get(`/customer/${id}/contact/new`);
  assert.ok(form.page.text.includes('女士'));
  const choice = instance.store(`SELECT key FROM field_choice WHERE field = '${key}' AND label_zh = '女士';`)[0].key;
  (await clerk.submit(`/customer/${id}/contact/new`, `/customer/${id}/contact/new`, { name: '李四', [key]: choice })).is(303);
  assert.ok((await recordOf(clerk, id)).text.includes('女士'));
});

test('ARC-10 the dossier of 42 items is loaded with one act and retired', async () => {
  const address = `${LIST}/dossier`;
  const preview = (await admin.get(address)).is(200);
  assert.ok(preview.page.text.includes('最偏好的就餐地点') && preview.page.text.includes('42'));
  const items = [...preview.body.matchAll(/name="item" value="([a-z_]+)"/g)].map((match) => match[1]);
  assert.equal(items.length, 42);
  (await admin.post(address, { item: items })).is(303);
  const id = await create(clerk, { name: '档案公司' });
  const form = await clerk.get(`/customer/${id}/contact/new`);
  for (const label of ['籍贯', '子女状况', '车牌号', '主见', '家庭信息', '自我认同价值']) assert.ok(form.page.text.includes(label), label);
  (await clerk.submit(`/customer/${id}/contact/new`, `/customer/${id}/contact/new`, { name: '王五', dossier_health: '有旧伤，阴天疼' })).is(303);
  const page = await recordOf(clerk, id);
  assert.ok(page.text.includes('健康状况') && !page.html.includes('有旧伤'));
  (await admin.post(`${address}/retire`, {})).is(303);
  assert.ok(!(await clerk.get(`/customer/${id}/contact/new`)).page.text.includes('籍贯'));
});

describe('what is refused', () => {
  test('ORG-3 an administrator reads no value, and nobody else changes a field', async () => {
    (await admin.get('/customer')).is(403);
    for (const role of ['archive_clerk', 'general_manager', 'auditor']) {
      const other = await signedIn(instance, role);
      (await other.get(LIST)).is(403);
      (await other.post(`${LIST}/retire`, { of: 'customer', key: 'fax' })).is(403);
    }
    const rights = instance.routes.filter((route) => route.path.startsWith('/admin/fields'));
    assert.ok(rights.length > 10 && rights.every((route) => route.permission === (route.path.endsWith('/changes') ? 'record.read' : 'admin.fields')));
  });
  test('ARC-10 bad settings are told at their field, and what was typed stays', async () => {
    const action = `${LIST}/new?of=customer`;
    const answer = (await set(action, { label_zh: '地址', label_en: 'Something', type: 'text', level: '1', group: '0', min: '9', max: '3' })).is(422);
    assert.ok(answer.page.text.includes('已有字段用了这个名称') && answer.body.includes('Something'));
    const missing = (await set(action, { label_zh: '', label_en: '', type: '', level: '', group: '' })).is(422);
    assert.ok(missing.page.text.includes('请填写名称') && missing.page.text.includes('请选择类型'));
  });
  test('ARC-10 changes are recorded with before and after, for the auditor too, page by page', async () => {
    for (const reader of [admin, await signedIn(instance, 'auditor')]) {
      const seen = [];
      for (let path = `${LIST}/changes`; path; path = /href="(\/admin\/fields\/changes\?before=\d+)"/.exec(seen.at(-1).body)?.[1]) {
        seen.push((await reader.get(path)).is(200));
        assert.ok(seen.at(-1).page.rows.length <= 50 && seen.length < 9);
      }
      assert.ok(seen.some(({ page }) => page.text.includes('网址') && page.text.includes('官方网站')));
      const [{ n }] = instance.store('SELECT count(*) AS n FROM field_change;');
      assert.equal(seen.reduce((sum, { page }) => sum + page.rows.length, 0), n);
    }
  });
});
