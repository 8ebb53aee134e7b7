// What each program's connection may touch in the store (--rights), which SQLite's authorizer holds it to.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { BIN, prepareHome, removeHome, WEB_PROGRAMS } from '../support/instance.mjs';

let home;
let rights; // program → [{ action, table, column }]
before(() => {
  home = prepareHome({ customers: 1 });
  rights = new Map(WEB_PROGRAMS.map((program) => {
    const { stdout, status } = spawnSync(path.join(BIN, program), ['--rights'], { cwd: home, encoding: 'utf8' });
    assert.equal(status, 0, program);
    return [program, JSON.parse(stdout)];
  }));
});
after(() => removeHome(home));

const written = (program) => [...new Set(rights.get(program).filter((one) => one.action !== 'read').map((one) => one.table))].sort();
const programsThat = (action, table, column) => WEB_PROGRAMS.filter((program) => rights.get(program)
  .some((one) => one.action === action && one.table === table && (column === undefined || one.column === column)));

test('only login reads and writes password hashes', () => {
  for (const action of ['read', 'insert', 'update', 'delete'])
    assert.deepEqual(programsThat(action, 'credential'), ['login'], action);
});

test('admin offers one-time passwords, and only login reads what was offered', () => {
  assert.deepEqual(programsThat('read', 'credential_offer', 'hash'), ['login']);
  assert.deepEqual(programsThat('insert', 'credential_offer'), ['admin']);
  assert.deepEqual(programsThat('update', 'credential_offer'), []);
  assert.deepEqual(programsThat('delete', 'credential_offer'), ['login']);
});

test('ORG-3 admin reads nothing of a customer but who is responsible, and of the log nothing', () => {
  const read = (table) => rights.get('admin').filter((one) => one.action === 'read' && one.table === table).map((one) => one.column).sort();
  assert.deepEqual(read('customer'), ['batch_id', 'id', 'owner_id', 'unit_id', 'version']);
  for (const table of ['contact', 'field_value', 'history', 'customer_index', 'recovery_code', 'second_factor'])
    assert.ok(read(table).every((column) => ['', 'person_id', 'confirmed_at'].includes(column)), `${table}: ${read(table)}`);
  const changed = rights.get('admin').filter((one) => one.table === 'customer' && one.action !== 'read').map((one) => `${one.action} ${one.column}`).sort();
  assert.deepEqual(changed, ['update owner_id', 'update unit_id', 'update updated_at', 'update updated_by', 'update version']);
  const history = rights.get('admin').filter((one) => one.table === 'history' && one.action !== 'read');
  assert.deepEqual(history.map((one) => one.action), ['insert']);
});

test('what administrators did is only added to', () => {
  assert.deepEqual(programsThat('update', 'admin_record'), []);
  assert.deepEqual(programsThat('delete', 'admin_record'), []);
  assert.deepEqual(programsThat('insert', 'admin_record'), ['admin']);
});

test('what was done to an account is only added to; only login notes that it was seen, and what it was used for', () => {
  for (const table of ['account_notice', 'account_notice_seen', 'account_notice_use', 'audit_notice']) {
    assert.deepEqual(programsThat('update', table), [], table);
    assert.deepEqual(programsThat('delete', table), [], table);
  }
  assert.deepEqual(programsThat('insert', 'account_notice').sort(), ['admin', 'login']);
  for (const table of ['account_notice_seen', 'account_notice_use']) assert.deepEqual(programsThat('insert', table), ['login'], table);
});

test('ORG-3 audit changes nothing but when a session was last used', () => {
  assert.deepEqual(rights.get('audit').filter((one) => one.action !== 'read').map((one) => `${one.table}.${one.column}`), ['session.seen_at']);
});

test('ORG-3 audit reads no field of a customer but its name and numbers', () => {
  assert.ok(!rights.get('audit').some((one) => one.table === 'field_value' || one.table === 'history'));
  assert.ok(!rights.get('audit').some((one) => one.table === 'customer' && ['phone', 'credit_code'].includes(one.column)));
});

test('no web program reads the secret of a second factor; only login writes it, spends codes and lets people in', () => {
  assert.deepEqual(programsThat('read', 'second_factor', 'box'), []);
  assert.deepEqual(programsThat('read', 'recovery_code', 'hash'), ['login']); // to spend one
  for (const table of ['second_factor', 'recovery_code', 'sign_in_step'])
    for (const action of ['insert', 'update', 'delete'])
      assert.ok(programsThat(action, table).every((program) => program === 'login' || (program === 'admin' && action === 'delete')), `${action} ${table}`);
  assert.deepEqual(programsThat('insert', 'second_factor'), ['login']);
  assert.deepEqual(programsThat('insert', 'session'), ['login']);
});

test('of people, only administration changes more than their own choices', () => {
  const changed = WEB_PROGRAMS.filter((program) => program !== 'admin').flatMap((program) => rights.get(program)).filter((one) => one.table === 'person' && one.action !== 'read')
    .map((one) => `${one.action} ${one.column}`).sort();
  assert.deepEqual(changed, ['update appearance', 'update density', 'update language', 'update password_at']);
});

test('ORG-3 nobody gives roles through a web program but admin', () => {
  for (const table of ['role', 'role_permission', 'person_role', 'unit'])
    for (const program of WEB_PROGRAMS.filter((one) => one !== 'admin')) assert.ok(!written(program).includes(table), `${program} writes ${table}`);
});

// Those of an import that failed or was undone: each of its statements looks by itself that the customer is withheld.
test('ARC-13 only import removes customers and their history', () => {
  for (const table of ['customer', 'contact', 'history']) assert.deepEqual(programsThat('delete', table), ['import'], table);
});

// Every web program stands here.
const WRITES = {
  login: ['account_notice', 'account_notice_seen', 'account_notice_use', 'audit_notice', 'credential', 'credential_offer', 'device', 'person', 'recovery_code', 'second_factor', 'session', 'sign_in_failure', 'sign_in_step'],
  customer: ['contact', 'contract', 'customer', 'customer_index', 'field_definition', 'field_sealing', 'field_value', 'field_version', 'history', 'list_choice', 'saved_view', 'sequence', 'session'],
  approval: ['approval', 'approval_event', 'approval_finding', 'approval_seat', 'contract', 'contract_due', 'contract_line', 'contract_revision', 'delegation', 'sequence', 'session'],
  audit: ['session'],
  import: ['contact', 'contract', 'customer', 'customer_index', 'field_definition', 'field_value', 'history', 'import_batch', 'import_column',
    'import_fault', 'import_habit', 'import_sheet', 'sequence', 'session', 'withheld_batch'],
  admin: ['account_notice', 'admin_record', 'approval', 'approval_event', 'approval_finding', 'approval_seat', 'audit_notice', 'contract', 'credential_offer', 'customer', 'device', 'field_change', 'field_choice', 'field_definition',
    'field_group', 'field_sealing', 'field_version', 'history', 'person', 'person_role', 'price_range', 'recovery_code', 'role', 'role_permission', 'second_factor',
    'sequence', 'session', 'setting', 'sign_in_failure', 'sign_in_step', 'unit', 'workday'],
};
test('each program writes its own tables only', () => {
  for (const program of WEB_PROGRAMS) assert.deepEqual(written(program), WRITES[program], `what ${program} may write by its statements (actual) is not what WRITES in this file says (expected)`);
});

test('ARC-10 whoever stores a value only notes that a field is in use', () => {
  for (const program of ['customer', 'import']) {
    const noted = rights.get(program).filter((one) => one.table === 'field_definition' && one.action !== 'read');
    assert.deepEqual(noted.map((one) => `${one.action} ${one.column}`), ['update used'], program);
  }
});

test('a program without a store says so', () => {
  const { status, stdout } = spawnSync(path.join(BIN, 'audit'), ['--rights'], { cwd: path.dirname(home), encoding: 'utf8' });
  assert.notEqual(status, 0);
  assert.equal(stdout, '');
});
