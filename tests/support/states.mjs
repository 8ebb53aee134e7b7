// Every state a page can be in, by name: what the HTML checker, the accessibility checker and the layout tests walk through.
// A state says who looks and how to get there, and may say what must be read there, in either language (`says`). `visitor` is anything with get(path), body() and send(path, action, values, between),
// where `between` runs after the form is loaded and before it is sent, and sendOn(action, values), which sends a form of the page
// that is there: the HTTP client or a browser. A route of the table
// that no state shows is a fault of this list (tests/http/pages.test.mjs).
import { approvalStates, prepareApprovals } from './approvals.mjs';
import { signedIn } from './client.mjs';
import { FAULTS } from './faults.mjs';
import { attribute } from './html.mjs';
import { codeOf, forgetUse, secretOf, wrongCode } from './totp.mjs';
import { administered } from './scope.mjs';
import { contractStates, prepareContracts } from './states_contract.mjs';
import { until } from './until.mjs';
import { settled, upload } from './upload.mjs';
import { fullForm, isSealed, loadFields } from './values.mjs';

const PURPOSE_TEXT = '核对三月货款账号';

// Prepares what the states show; `clerk` is a signed-in archive clerk.
export async function prepareStates(instance, clerk) {
  const [{ id: any }] = instance.store('SELECT min(id) AS id FROM customer;');
  const { customerFields, contactFields } = await loadFields(instance, clerk, any);
  const create = async (action, values) => {
    const answer = await clerk.submit(action, action, values);
    if (answer.status !== 303) throw new Error(`preparing states: ${action} gave ${answer.status}: ${answer.page.text}`);
    return Number(/\/customer\/(\d+)/.exec(answer.location)[1]);
  };
  const full = await create('/customer/new', fullForm(customerFields, 90_000, { name: '王𠮷钢铁贸易有限公司' }));
  for (let i = 0; i < 3; i++) await create(`/customer/${full}/contact/new`, fullForm(contactFields, 91_000 + i * 40));
  const bare = await create('/customer/new', { name: '只有名称的公司' });
  await create(`/customer/${bare}/contact/new`, { name: '已删除的联系人', mobile: '19500009999' });
  const gone = instance.store(`SELECT id FROM contact WHERE customer_id = ${bare};`)[0].id;
  await clerk.submit(`/customer/${bare}/contact/${gone}/delete`, `/customer/${bare}/contact/${gone}/delete`);
  const contact = instance.store(`SELECT min(id) AS id FROM contact WHERE customer_id = ${full};`)[0].id;
  await clerk.submit(`/customer/${full}/edit`, `/customer/${full}/edit`, { name: '王𠮷钢铁贸易集团有限公司', goods: '螺纹钢' });
  const second = (await clerk.get('/customer')).page.all((node) => attribute(node, 'rel') === 'next').map((node) => attribute(node, 'href'))[0];
  const login = (role) => instance.account(role).login;
  const person = (role) => `(SELECT id FROM person WHERE login = '${login(role)}')`;
  instance.store(`UPDATE customer SET owner_id = ${person('archive_clerk')} WHERE owner_id = ${person('sales')};
    UPDATE role SET second_factor = 1 WHERE key = 'department_manager';
    INSERT INTO sign_in_failure (kind, subject, failures, last_at) VALUES ('account', '${login('marketing')}', 10, ${Date.now()});`, { write: true });
  instance.mustChange(login('operations_manager'));
  // What others did to an account: its owner is told, and the auditor.
  instance.store(`INSERT INTO account_notice (id, person_id, kind, at, by_id, by_name, address, detail, offer_id) VALUES
      (7001, ${person('gate')}, 'password', ${Date.now()}, ${person('administrator')}, 'Guan <b>"', '192.0.2.7', '', 7), (7002, ${person('gate')}, 'factor', ${Date.now()}, NULL, 'root uid 0', '', '', 0);
    INSERT INTO account_notice_use (notice_id, at, address, agent, known) VALUES (7001, ${Date.now()}, '192.0.2.8', 'Mozilla/5.0 <b>', 0), (7001, ${Date.now()}, '192.0.2.9', '', 1);`, { write: true });
  const approvals = await prepareApprovals(instance, (role) => signedIn(instance, role));
  const noLog = FAULTS.find((fault) => fault.name === 'the access log is taken away');
  const withoutLog = async (show) => {
    noLog.begin(instance);
    try {
      return await show();
    } finally {
      noLog.end(instance);
      await until('looks are recorded again', async () => (await clerk.post('/customer/search', { q: '19500000000' })).status === 200);
    }
  };
  const again = instance.account('sales_manager');
  const endSession = () => instance.store(`DELETE FROM session WHERE person_id = ${person('sales_manager')};`, { write: true });
  const mustChange = (on) => instance.mustChange(login('archive_clerk'), on);
  const calm = (failures = 0) => instance.store(`DELETE FROM sign_in_failure WHERE subject <> '${login('marketing')}';
    ${failures ? `INSERT INTO sign_in_failure (kind, subject, failures, last_at) VALUES ('account', '${login('service_manager')}', ${failures}, ${Date.now()});` : ''}`, { write: true });
  const factor = { account: instance.account('service_manager'), calm, forgetUse: () => forgetUse(instance),
    tooLate: () => instance.store('UPDATE sign_in_step SET created_at = 0;', { write: true }) };
  // Somebody who looked at something leaves.
  const put = () => instance.store(`INSERT OR IGNORE INTO audit_notice (kind, person_id, since, until, day)
    VALUES ('leaving', ${person('archive_clerk')}, 0, ${Date.now()}, '2026-01-01'), ('moving', ${person('finance')}, 0, 1, '2026-01-01'), ('password', ${person('gate')}, 1, 1, '7001');`, { write: true });
  put.person = instance.store(`SELECT ${person('archive_clerk')} AS id;`)[0].id;
  const imported = async (text, ...steps) => {
    const { location } = await upload(clerk, 'list <b>2024.csv', Buffer.from(text));
    await settled(clerk, location);
    for (const [action, values] of steps) {
      await clerk.submit(location, `${location}/${action}`, values);
      await settled(clerk, location);
    }
    return location;
  };
  const owner = { owner: login('archive_clerk') };
  const imports = {
    stopped: await imported('客户名称\n某某公司\n'), // by the next one
    refused: await imported('PK\x03\x04'),
    done: await imported('客户名称,电话\n状态甲有限公司,0755-23456785\n', ['check', owner], ['write', {}]),
    changed: await imported('客户名称,电话\n状态丁有限公司,0755-23456787\n状态戊有限公司,0755-23456788\n', ['check', owner], ['write', {}]),
    undone: await imported('客户名称,电话\n状态己有限公司,0755-23456789\n', ['check', owner], ['write', {}]),
    columns: await imported('客户名称,电话,没见过的<b>列\n状态乙有限公司,0755-23456786,x\n状态丙有限公司,12,y\n状态癸有限公司,0755-23456786,z\n'),
  };
  await clerk.submit(`${imports.undone}/undo`, `${imports.undone}/undo`);
  const [{ id: changed }] = instance.store("SELECT id FROM customer WHERE name = '状态丁有限公司';");
  await clerk.submit(`/customer/${changed}/contact/new`, `/customer/${changed}/contact/new`, { name: '<b>后来人' });
  const admin = { ...administered(instance), self: instance.store(`SELECT id FROM person WHERE login = '${login('administrator')}';`)[0].id, empty: 9001 };
  const owned = instance.store(`SELECT id FROM customer WHERE owner_id = ${admin.person};`).map((row) => row.id);
  // All of it can be shown again: the person who left is back, with their customers.
  admin.begin = () => instance.store(`UPDATE person SET state = 'active' WHERE id = ${admin.person};
    UPDATE customer SET owner_id = ${admin.person} WHERE id IN (${owned});`, { write: true });
  instance.store(`INSERT INTO unit (id, parent_id, name, path) VALUES (9001, 1, '空单位<b>"', '/1/9001/');`, { write: true });
  const contracts = await prepareContracts(instance);
  return { approvals, put, contracts, imports, factor, ...owner, admin, full, bare, contact, second, locked: login('marketing'), endSession, again, mustChange, withoutLog, customerFields, contactFields };
}

const wrongForm = (fields) => Object.fromEntries(fields.filter((field) => field.type !== 'choice')
  .map((field) => [field.key, field.type === 'text' || field.type === 'note' ? '字'.repeat(2100) : '完全不对 <b>&"']));

const FACTOR = '/account/second-factor';

// The second factor from beginning to end, in this order, by one person; between, the same person at another browser. It is off again
// when all of it was shown.
function factorStates({ account, calm, forgetUse: forget, tooLate }) {
  const { login, password } = account;
  let secret;
  const state = (name, role, path, status, show) => ({ name, role, status, path, show });
  const own = (name, action, values, status) => state(name, 'service_manager', FACTOR, status, (visitor) => visitor.send(FACTOR, `${FACTOR}/${action}`, values()));
  const between = (name, values, status, before = () => {}) => state(name, null, '/login/code', status, (visitor) => {
    before();
    return visitor.sendOn('/login/code', values());
  });
  return [
    state('second factor demanded', 'department_manager', FACTOR, 200, (visitor) => visitor.get(FACTOR)),
    state('second factor', 'service_manager', FACTOR, 200, (visitor) => visitor.get(FACTOR)),
    own('second factor, wrong password', 'begin', () => ({ password: 'wrong' }), 422),
    state('second factor, being set up', 'service_manager', FACTOR, 200, async (visitor) => {
      const answer = await visitor.send(FACTOR, `${FACTOR}/begin`, { password });
      secret = secretOf(await visitor.body());
      return answer;
    }),
    state('second factor, code does not fit', 'service_manager', FACTOR, 422, (visitor) => visitor.sendOn(`${FACTOR}/confirm`, { code: wrongCode(secret) })),
    state('recovery codes', 'service_manager', FACTOR, 200, (visitor) => visitor.sendOn(`${FACTOR}/confirm`, { code: codeOf(secret) })),
    state('account with second factor', 'service_manager', '/account', 200, (visitor) => visitor.get('/account')),
    state('second factor, on', 'service_manager', FACTOR, 200, (visitor) => visitor.get(FACTOR)),
    own('second factor, not switched off', 'off', () => ({ password, code: wrongCode(secret) }), 422),
    own('second factor, no code at all', 'codes', () => ({ password, code: '12345' }), 422),
    own('recovery codes, new ones', 'codes', () => (forget(), { password, code: codeOf(secret) }), 200),
    state('code', null, '/login/code', 200, async (visitor) => {
      await visitor.send('/login', '/login', { login, password });
      return visitor.get('/login/code');
    }),
    between('code wrong', () => ({ code: wrongCode(secret) }), 422),
    between('code of five digits', () => ({ code: '12345' }), 422),
    between('recovery code wrong', () => ({ recovery: '0000-0000-0000-0000' }), 422),
    between('code, too many tries', () => ({ code: wrongCode(secret) }), 429, () => calm(10)),
    between('code, too late', () => ({ code: wrongCode(secret) }), 422, () => { calm(); tooLate(); }),
    state('second factor, off again', 'service_manager', '/account', 200, async (visitor) => {
      forget();
      await visitor.send(FACTOR, `${FACTOR}/off`, { password, code: codeOf(secret) });
      return visitor.get('/account?notice=second-factor-off');
    }),
  ];
}

// What an administrator sees of the fields (ARC-10).
function fieldStates({ get, send }) {
  const fields = '/admin/fields';
  const website = 'of=customer&key=website';
  const taxpayer = 'of=customer&key=taxpayer';
  return [
    get('home of the administrator', 'administrator', '/'),
    get('fields of customers', 'administrator', fields),
    get('fields of contacts', 'administrator', `${fields}?of=contact`),
    get('fields, refused', 'administrator', `${fields}?notice=field-refused`),
    get('new field', 'administrator', `${fields}/new?of=contact`),
    send('new field refused', 'administrator', `${fields}/new?of=customer`, `${fields}/new`, { label_zh: '地址', label_en: '', prefix: '<b>"' }, 422),
    get('field of the program', 'administrator', `${fields}/field?${website}`),
    get('field that can not be retired', 'administrator', `${fields}/field?of=customer&key=phone`),
    send('field refused', 'administrator', `${fields}/field?${website}`, `${fields}/field`, { label_zh: '', hint_zh: '说明' }, 422),
    get('field tried', 'administrator', `${fields}/try?${website}`),
    send('field tried well', 'administrator', `${fields}/try?${website}`, `${fields}/try`, { website: 'https://example.com' }, 200),
    send('field tried badly', 'administrator', `${fields}/try?${website}`, `${fields}/try`, { website: '不是网址' }, 422),
    get('level of a field', 'administrator', `${fields}/level?${website}`),
    get('level that can not be raised', 'administrator', `${fields}/level?of=customer&key=name`),
    send('level refused', 'administrator', `${fields}/level?${website}`, `${fields}/level`, {}, 422),
    get('choices of a field', 'administrator', `${fields}/choices?${taxpayer}`),
    send('choices refused', 'administrator', `${fields}/choices?${taxpayer}`, `${fields}/choices`, { zh1: '' }, 422),
    get('dossier', 'administrator', `${fields}/dossier`),
    send('dossier refused', 'administrator', `${fields}/dossier`, `${fields}/dossier`, { item: null }, 422),
    get('changes of fields', 'administrator', `${fields}/changes`),
    get('changes of fields for the auditor', 'auditor', `${fields}/changes`),
  ];
}

const ACCOUNT_CASE = /密码被重置|Password reset/;

// The auditor's desk, empty and full.
function deskStates({ full, put }) {
  const get = (name, address, status = 200) => ({ name, role: 'auditor', status, path: address, show: (visitor) => visitor.get(address) });
  const send = (name, address, action, values, status) => ({ name, role: 'auditor', status, path: address, show: (visitor) => visitor.send(address, action, values) });
  return [
    get('desk, empty', '/audit/desk'),
    { ...get('desk', '/audit/desk'), show: (visitor) => { put(); return visitor.get('/audit/desk'); } },
    { ...get('desk, verified', '/audit/desk'), show: async (visitor) => {
      await visitor.send('/audit/desk', '/audit/desk/verify', {});
      return visitor.get('/audit/desk?notice=verifying');
    } },
    get('cases', '/audit/desk/cases'),
    get('cases of nobody', '/audit/desk/cases?person=nobody', 422),
    get('case', '/audit/desk/case/1'),
    { ...get('case of an account', '/audit/desk/case/{case}'), says: ACCOUNT_CASE, show: async (visitor) => {
      for (let number = 1; number <= 9; number++) {
        const answer = await visitor.get(`/audit/desk/case/${number}`);
        if (answer.status !== 200 || ACCOUNT_CASE.test(await visitor.body())) return answer;
      }
      return { status: 404 };
    } },
    send('case, nothing chosen', '/audit/desk/case/2', '/audit/desk/case/2/decide', { text: '<b>"' }, 422),
    { ...get('case, decided', '/audit/desk/case/1'), show: async (visitor) => {
      if (!put.decided) await visitor.send('/audit/desk/case/1', '/audit/desk/case/1/decide', { decision: 'talk', text: '已与本人谈话 <b>"' });
      put.decided = true; // once, whatever the language is
      return visitor.get('/audit/desk/case/1?notice=case-decided');
    } },
    get('decided cases', '/audit/desk/cases?decided=1'),
    get('rules', '/audit/desk/rules'),
    send('rules, faulty', '/audit/desk/rules', '/audit/desk/rules/1', { threshold: '<b>', minutes: '' }, 422),
    get('who saw a customer', `/audit/customer/${full}`),
    get('who saw a customer, faulty day', `/audit/customer/${full}?from=gestern`, 422),
    get('what a person looked up', `/audit/person/${put.person}`),
    get('what a person looked up, nothing', `/audit/person/${put.person}?from=2020-01-01&to=2020-01-02`),
  ];
}

// Administration, in this order; `person` stays until they leave, last.
function adminStates({ person, unit, role, self, empty, begin }) {
  const one = `/admin/person/${person}`;
  const state = (name, path, show, status = 200) => ({ name: `administration: ${name}`, role: 'administrator', status, path, show });
  const get = (name, path, status) => state(name, path, (visitor) => visitor.get(path), status);
  const send = (name, path, values, status, action = path) => state(name, path, (visitor) => visitor.send(path, action, values), status);
  return [
    get('home', '/'),
    state('people', '/admin/person', (visitor) => {
      begin();
      return visitor.get('/admin/person');
    }),
    get('people, found by initials', '/admin/person?q=by&state=any'),
    get('people, nobody', `/admin/person?q=${encodeURIComponent('<b>"没有')}&unit=${unit}&state=closed`),
    get('person', one),
    get('own account', `/admin/person/${self}`),
    get('new person', '/admin/person/new'),
    send('new person, all wrong', '/admin/person/new', { login: 'A <b>"', name: ' ', superior: '<b>"谁' }, 422),
    get('changing a person', `${one}/edit`),
    send('changing a person, wrong', `${one}/edit`, { name: '', superior: 'bai.yang' }, 422),
    send('changing a person, conflict', `${one}/edit`, { version: '0', name: '白杨' }, 409),
    get('new password', `${one}/password`),
    state('one-time password', `${one}/password`, (visitor) => visitor.send(`${one}/password`, `${one}/password`, {})),
    get('second factor', `${one}/second-factor`),
    state('own password, refused', `/admin/person/${self}/password`, (visitor) => visitor.send(`/admin/person/${self}/password`, `/admin/person/${self}/password`, {}), 422),
    get('moving', `${one}/move`),
    send('moving, wrong', `${one}/move`, { unit: '', superior: '<b>', customers: 'hand', successor: 'auditor' }, 422),
    get('leaving', `${one}/leave`),
    send('leaving, nobody takes over', `${one}/leave`, { successor: '' }, 422),
    get('units', '/admin/unit'),
    get('new unit', `/admin/unit/new?parent=${unit}`),
    send('new unit, wrong', '/admin/unit/new', { name: 'a/b', parent: '', head: '<b>"谁' }, 422),
    get('changing a unit', `/admin/unit/${unit}/edit`),
    send('changing a unit, wrong', `/admin/unit/${unit}/edit`, { name: '', head: '<b>"谁' }, 422),
    get('closing a unit', `/admin/unit/${empty}/close`),
    send('closing a unit, refused', `/admin/unit/${unit}/close`, {}, 422),
    state('a closed unit', '/admin/unit', async (visitor) => {
      await visitor.send(`/admin/unit/${empty}/close`, `/admin/unit/${empty}/close`, {});
      return visitor.get('/admin/unit?notice=unit-closed');
    }),
    get('roles', '/admin/role'),
    get('role', `/admin/role/${role}`),
    get('new role', '/admin/role/new'),
    send('new role, wrong', '/admin/role/new', { name_zh: '', name_en: 'X', permissions: ['admin.people', 'log.read', 'customer.reveal'], level: '0' }, 422),
    get('changing a role', `/admin/role/${role}/edit`),
    send('what a change of a role means', `/admin/role/${role}/edit`, { level: '2', second_factor: ['1'] }, 200),
    get('deleting a role', `/admin/role/${role}/delete`),
    send('deleting a role, refused', `/admin/role/${role}/delete`, {}, 422),
    get('settings', '/admin/setting'),
    send('settings, wrong', '/admin/setting', { 'session.idle_minutes': '<b>"', 'log.keep_months': '5' }, 422),
    get('working calendar', '/admin/workday'),
    send('working calendar, wrong', '/admin/workday', { days: '2026-10-01 休 国庆节\n2026-13-01 休 <b>"' }, 422),
    get('price list', '/admin/price'),
    send('price list, wrong', '/admin/price', { prices: '运输 | 吨 | 100 | 200 | 80 | 2026-01-01\n装卸 | 吨 | 二 <b>"' }, 422),
    state('settings, changed', '/admin/setting', async (visitor) => {
      await visitor.send('/admin/setting', '/admin/setting', { 'log.keep_months': '48' });
      return visitor.get('/admin/setting?notice=saved');
    }),
    state('left', one, async (visitor) => {
      await visitor.send(`${one}/leave`, `${one}/leave`, { successor: 'meng.ke' });
      return visitor.get(`${one}?notice=person-left`);
    }),
    get('reopening', `${one}/reopen`),
    send('reopening, wrong', `${one}/reopen`, { name: '', unit: '' }, 422),
    get('record', '/admin/record'),
    get('record, filtered', `/admin/record?kind=person&about=${person}`),
    get('record, faulty filters', '/admin/record?person=<b>nobody&from=gestern', 422),
    { ...get('record for the auditor', '/admin/record?kind=setting'), role: 'auditor' },
  ];
}

export function states({ approvals, put, contracts, imports, factor, owner, admin, full, bare, contact, second, locked, endSession, again, mustChange, withoutLog, customerFields, contactFields }) {
  const record = `/customer/${full}`;
  const sealedKeys = customerFields.filter(isSealed).map((field) => field.key);
  const get = (name, role, address, status = 200) => ({ name, role, status, path: address, show: (visitor) => visitor.get(address) });
  const send = (name, role, address, action, values, status, between) =>
    ({ name, role, status, path: address, show: (visitor) => visitor.send(address, action, values, between) });
  return [
    get('sign-in', null, '/login'),
    get('sign-in after signing out', null, '/login?notice=signed-out'),
    send('sign-in refused', null, '/login', '/login', { login: '<b>"谁', password: 'x' }, 422),
    send('sign-in locked', null, '/login', '/login', { login: locked, password: 'x' }, 429),
    get('home of a clerk', 'archive_clerk', '/'),
    get('home of the auditor', 'auditor', '/'),
    get('home of the gate', 'gate', '/'),
    get('home without customers', 'sales', '/'),
    get('account that others did something to', 'gate', '/account'),
    get('account', 'sales', '/account'),
    ...factorStates(factor),
    get('account with notice', 'sales', '/account?notice=sessions-ended'),
    { name: 'account in other looks', role: 'finance', status: 200, path: '/account',
      show: async (visitor) => {
        await visitor.send('/account', '/account/looks', { density: 'comfortable', appearance: 'dark' });
        return visitor.get('/account');
      } },
    get('list in other looks', 'finance', '/customer'),
    ...approvalStates({ get, send, approvals }),
    get('password', 'sales', '/account/password'),
    send('password refused', 'sales', '/account/password', '/account/password', { present: 'a', fresh: 'b', again: 'c' }, 422),
    get('password, first time', 'operations_manager', '/account/password'),
    get('list', 'archive_clerk', '/customer'),
    ...fieldStates({ get, send }),
    get('list, second page', 'archive_clerk', second),
    get('list, none yet', 'sales', '/customer'),
    get('list by name', 'archive_clerk', '/customer?sort=name'),
    get('list by number', 'archive_clerk', '/customer?sort=number'),
    get('list without rights to create', 'general_manager', '/customer'),
    get('list with notice', 'archive_clerk', '/customer?notice=saved'),
    get('list, filtered', 'archive_clerk', '/customer?kind.is=dealer&established.from=1990-01-01&scope.state=empty&sort=name'),
    get('list, filtered to nothing', 'archive_clerk', '/customer?created.to=1999-01-01'),
    get('list, faulty filters', 'archive_clerk', '/customer?bank.has=x&owner.is=nobody&nothing.is=%3Cb%3E', 422),
    get('all filters', 'archive_clerk', '/customer/filter?kind.is=dealer&goods.has=%3Cb%3E&established.from=2001-01-01&settlement.state=filled'),
    get('list, many columns', 'archive_clerk', '/customer?kind.is=dealer&cols=archive_no,code,name,kind,region,owner,unit,phone,bank_account,industry,established,created,updated'),
    get('list, few columns', 'archive_clerk', '/customer?cols=name,industry,established,phone'),
    get('columns', 'archive_clerk', '/customer/columns?kind.is=dealer&cols=name,phone,industry'),
    { ...send('columns, one moved', 'archive_clerk', '/customer/columns', '/customer/columns', { query: '', act: 'down.name' }, 200), says: /显示的列|Columns shown/ },
    send('columns, wrong place', 'archive_clerk', '/customer/columns', '/customer/columns', { query: '', act: 'save', show: 'name', 'at.name': 'x' }, 422),
    get('list that was not exported', 'archive_clerk', '/customer?kind.is=dealer&export=rows'),
    get('views, none yet', 'archive_clerk', '/customer/views'),
    send('view without a name', 'archive_clerk', '/customer?kind.is=dealer', '/customer/views', { query: 'kind.is=dealer', name: ' ', shared: 'no' }, 422),
    { name: 'views', role: 'archive_clerk', status: 200, path: '/customer/views',
      show: async (visitor) => {
        await visitor.send('/customer?kind.is=dealer', '/customer/views', { query: 'kind.is=dealer', name: '经销商', shared: 'all' });
        return visitor.get('/customer/views');
      } },
    get('search by the last digits, offered', 'archive_clerk', '/customer?q=4403'),
    send('search by the last digits', 'archive_clerk', '/customer', '/customer/search', { q: '4403' }, 200),
    get('search by a contact', 'archive_clerk', '/customer?q=zhang'),
    get('search with hits', 'archive_clerk', '/customer?q=%E6%9C%89%E9%99%90'),
    get('search with markup in it', 'archive_clerk', `/customer?q=${encodeURIComponent('<script>alert("1")</script>&\'')}`),
    get('search without hits', 'archive_clerk', '/customer?q=%E9%BE%98%E9%9D%90%E9%BD%89'),
    send('search by value', 'archive_clerk', '/customer', '/customer/search', { q: '13800138000' }, 200),
    send('search by value, refused', 'technical', '/customer', '/customer/search', { q: '13800138000' }, 200),
    get('search by value in an address', 'archive_clerk', '/customer?q=13800138000'),
    get('record', 'archive_clerk', record),
    get('record of a bare customer', 'archive_clerk', `/customer/${bare}`),
    get('record for a reader', 'technical', record),
    get('record with notice', 'archive_clerk', `${record}?notice=contact-deleted`),
    get('history', 'archive_clerk', `${record}/history`),
    get('history with a deleted contact', 'archive_clerk', `/customer/${bare}/history`),
    get('new customer', 'archive_clerk', '/customer/new'),
    send('new customer, number there already', 'archive_clerk', '/customer/new', '/customer/new', { name: '状态庚<b>有限公司', phone: '0755-23456785', owner }, 422),
    send('new contact, number there already', 'archive_clerk', `/customer/${bare}/contact/new`, `/customer/${bare}/contact/new`, { name: '重号的人', phone: '0755-23456785' }, 422),
    { ...send('new customer, there already', 'archive_clerk', '/customer/new', '/customer/new', { name: '王𠮷钢铁贸易集团有限公司', owner }, 422),
      says: /可能已有这家客户|[Mm]ay be there already/ },
    send('new customer, all wrong', 'archive_clerk', '/customer/new', '/customer/new', wrongForm(customerFields), 422),
    send('new customer, empty', 'archive_clerk', '/customer/new', '/customer/new', {}, 422),
    get('edit customer', 'archive_clerk', `${record}/edit`),
    send('edit customer, all wrong', 'archive_clerk', `${record}/edit`, `${record}/edit`, wrongForm(customerFields), 422),
    send('edit customer, conflict', 'archive_clerk', `${record}/edit`, `${record}/edit`,
      { version: '1', name: '王𠮷物资有限公司', goods: '焦炭', phone: '0755-26001234' }, 409),
    get('new contact', 'archive_clerk', `${record}/contact/new`),
    send('new contact, all wrong', 'archive_clerk', `${record}/contact/new`, `${record}/contact/new`, wrongForm(contactFields), 422),
    get('edit contact', 'archive_clerk', `${record}/contact/${contact}/edit`),
    get('delete contact', 'archive_clerk', `${record}/contact/${contact}/delete`),
    get('reveal', 'archive_clerk', `${record}/reveal?field=phone`),
    get('reveal without rights', 'technical', `${record}/reveal`),
    get('reveal of a bare customer', 'archive_clerk', `/customer/${bare}/reveal`),
    get('reveal of a contact', 'archive_clerk', `${record}/contact/${contact}/reveal`),
    send('reveal, nothing ticked', 'archive_clerk', `${record}/reveal`, `${record}/reveal`, { purpose: 'contact' }, 422),
    send('reveal, no purpose', 'archive_clerk', `${record}/reveal`, `${record}/reveal`, { field: ['phone'] }, 422),
    send('reveal, empty text', 'archive_clerk', `${record}/reveal`, `${record}/reveal`, { field: ['bank_account'], purpose: 'billing', purpose_text: '测试测试' }, 422),
    send('revealed', 'archive_clerk', `${record}/reveal`, `${record}/reveal`, { field: sealedKeys, purpose: 'billing', purpose_text: PURPOSE_TEXT }, 200),
    send('revealed in part', 'legal', `${record}/reveal`, `${record}/reveal`, { field: sealedKeys, purpose: 'contract', purpose_text: PURPOSE_TEXT }, 200),
    send('revealed contact', 'archive_clerk', `${record}/contact/${contact}/reveal`, `${record}/contact/${contact}/reveal`,
      { field: contactFields.filter(isSealed).map((field) => field.key), purpose: 'contact', purpose_text: PURPOSE_TEXT }, 200),
    ...contractStates({ get, send }, contracts),
    ...adminStates(admin),
    get('import', 'archive_clerk', '/import'),
    get('import, nothing yet', 'sales', '/import'),
    get('import refused', 'archive_clerk', imports.refused),
    get('import cancelled', 'archive_clerk', imports.stopped),
    get('import done', 'archive_clerk', imports.done),
    get('import undone', 'archive_clerk', imports.undone),
    get('undo an import', 'archive_clerk', `${imports.done}/undo`),
    get('undo an import, some changed', 'archive_clerk', `${imports.changed}/undo`),
    send('undo an import, changed meanwhile', 'archive_clerk', `${imports.changed}/undo`, `${imports.changed}/undo`, { seen: '0', too: '1' }, 409),
    get('import, columns', 'archive_clerk', imports.columns),
    send('import, columns that can not be', 'archive_clerk', imports.columns, `${imports.columns}/check`, { c1: 'customer.phone', c2: 'customer.phone', c3: '' }, 422),
    { name: 'import, faults', role: 'archive_clerk', status: 200, path: imports.columns,
      show: async (visitor) => {
        await visitor.send(imports.columns, `${imports.columns}/check`, { owner: 'nobody' });
        await until('it is checked', async () => !/正在|Checking/.test(await visitor.get(imports.columns).then(() => visitor.body())));
        return visitor.get(imports.columns);
      } },
    { name: 'import, faults and equal numbers', role: 'archive_clerk', status: 200, path: imports.columns,
      says: /号码与第 2 行相同|the same number as in line 2/,
      show: async (visitor) => {
        await visitor.send(imports.columns, `${imports.columns}/check`, { owner });
        await until('it is checked', async () => !/正在|Checking/.test(await visitor.get(imports.columns).then(() => visitor.body())));
        return visitor.get(imports.columns);
      } },
    get('access log', 'auditor', '/audit'),
    get('access log, filtered to nothing', 'auditor', '/audit?from=2020-01-01&to=2020-01-02'),
    get('access log, faulty filters', 'auditor', '/audit?customer=<b>&person=nobody&from=gestern&to=2020-13-01', 422),
    get('access record', 'auditor', '/audit/1'),
    ...deskStates({ full, put }),
    get('forbidden', 'gate', '/customer', 403),
    get('not found', 'archive_clerk', '/customer/999999999999', 404),
    get('not found without a session', null, '/nothing', 404),
    get('wrong method', 'archive_clerk', '/customer/search', 405),
    send('form of another sign-in', 'archive_clerk', '/customer/new', '/customer/new', { name: '旧页<b>"公司', csrf: 'f'.repeat(64) }, 403),
    send('session ended', 'sales_manager', '/customer/new', '/customer/new', { name: '续期<b>"公司', remarks: '一\n二' }, 401, endSession),
    { name: 'signed in again', role: 'sales_manager', status: 200, path: '/login',
      show: (visitor) => visitor.sendOn('/login', { login: again.login, password: again.password }) },
    { name: 'form kept until a password is set', role: 'archive_clerk', status: 403, path: '/customer/new',
      show: async (visitor) => {
        try {
          return await visitor.send('/customer/new', '/customer/new', { name: '先改密码<b>"公司' }, () => mustChange(true));
        } finally {
          mustChange(false);
        }
      } },
    { name: 'log taken away', role: 'archive_clerk', status: 503, path: `${record}/reveal`,
      show: async (visitor) => {
        await visitor.get(`${record}/reveal`);
        return withoutLog(() => visitor.sendOn(`${record}/reveal`, { field: ['phone'], purpose: 'contact' }));
      } },
    ...['400', '404', '413', '429', '503', '504'].map((code) => get(`web server's ${code}`, null, `/static/errors/${code}.html`)),
  ];
}
