// 查看: one deliberate act with a purpose, recorded before the value is shown (CONF-1 to CONF-3); everything else shows nothing.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, ENGLISH, signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { fullForm, isSealed, loadFields, shapesOf } from '../support/values.mjs';

const DISCLOSED = 1;
const GOOD_TEXT = '核对三月货款账号';

let instance;
let clerk;
let id;
let contact;
let values;
let contactValues;
let fields;
before(async () => {
  instance = await startInstance({ customers: 60 });
  clerk = await signedIn(instance, 'archive_clerk');
  const [{ id: any }] = instance.store('SELECT min(id) AS id FROM customer;');
  fields = await loadFields(instance, clerk, any);
  values = fullForm(fields.customerFields, 5000);
  contactValues = fullForm(fields.contactFields, 6000);
  id = Number(/\d+/.exec((await clerk.submit('/customer/new', '/customer/new', values)).is(303).location)[0]);
  (await clerk.submit(`/customer/${id}/contact/new`, `/customer/${id}/contact/new`, contactValues)).is(303);
  contact = instance.store(`SELECT id FROM contact WHERE customer_id = ${id};`)[0].id;
});
after(() => instance.stop());

const sealed = (table) => fields[`${table}Fields`].filter(isSealed);
const reveal = (client, keys, more = {}, path = `/customer/${id}/reveal`) =>
  client.post(path, { field: keys, purpose: 'contact', purpose_text: GOOD_TEXT, ...more });
const recordsSince = (seq) => instance.access(`seq > ${seq}`);
const lastSeq = () => instance.access().at(-1)?.seq ?? 0;

// As it is stored, or as people read it (37,000,000.00).
const shows = (answer, field, value) => [value, ...shapesOf(field, value)]
  .some((shape) => answer.page.text.replace(/\s+/g, ' ').includes(shape.replace(/\s+/g, ' ')));

function assertNothingShown(answer, table = 'customer') {
  const all = table === 'customer' ? values : contactValues;
  for (const field of sealed(table)) assert.ok(!answer.body.includes(all[field.key]) && !shows(answer, field, all[field.key]), `${field.key} is shown`);
}

describe('entitled', () => {
  test('every field of levels 2 and 3: shown, no-store, one record each with everything CONF-3 asks for', async () => {
    const since = lastSeq();
    const answer = (await reveal(clerk, sealed('customer').map((field) => field.key))).is(200);
    assert.match(answer.headers['cache-control'], /no-store/);
    for (const field of sealed('customer')) assert.ok(shows(answer, field, values[field.key]), field.key);
    const records = recordsSince(since);
    assert.deepEqual(records.map((record) => record.field).sort(), sealed('customer').map((field) => field.key).sort());
    const [person] = instance.store(`SELECT id FROM person WHERE login = '${clerk.login}';`);
    for (const record of records) {
      const field = sealed('customer').find((found) => found.key === record.field);
      assert.equal(record.result, DISCLOSED);
      assert.equal(record.person_id, person.id);
      assert.equal(record.login, clerk.login);
      assert.equal(record.behalf_id, 0);
      assert.equal(record.role, 'archive_clerk');
      assert.match(record.session, /^[0-9a-f]{16}$/);
      assert.ok(!clerk.cookies.get('kedang').startsWith(record.session), 'of the session its hash');
      assert.equal(record.address, '127.0.0.1');
      assert.equal(record.request, answer.number);
      assert.equal(record.kind, 1);
      assert.equal(record.record_id, id);
      assert.equal(record.customer_id, id);
      assert.equal(record.level, field.level);
      assert.equal(record.purpose, 'contact');
      assert.equal(record.purpose_text, GOOD_TEXT);
      assert.equal(record.channel, 1);
      assert.ok(Math.abs(record.time - Date.now()) < 60_000);
    }
  });

  test('a contact\'s fields are recorded under the contact and its customer', async () => {
    const since = lastSeq();
    const answer = (await reveal(clerk, sealed('contact').map((field) => field.key), {}, `/customer/${id}/contact/${contact}/reveal`)).is(200);
    for (const field of sealed('contact')) assert.ok(shows(answer, field, contactValues[field.key]), field.key);
    const records = recordsSince(since);
    assert.equal(records.length, sealed('contact').length);
    assert.ok(records.every((record) => record.kind === 2 && record.record_id === contact && record.customer_id === id));
  });

  test('the general manager is recorded too', async () => {
    const manager = await signedIn(instance, 'general_manager');
    const since = lastSeq();
    (await reveal(manager, ['phone'])).is(200);
    const [record] = recordsSince(since);
    assert.equal(record.login, manager.login);
    assert.equal(record.role, 'general_manager');
  });

  test('only what was ticked is shown', async () => {
    const answer = (await reveal(clerk, ['phone'])).is(200);
    assert.ok(shows(answer, sealed('customer').find((field) => field.key === 'phone'), values.phone));
    for (const field of sealed('customer').filter((found) => found.key !== 'phone'))
      assert.ok(!answer.body.includes(values[field.key]), field.key);
  });

  test('level 2 needs a purpose and no text; level 3 a text that says something', async () => {
    (await reveal(clerk, ['phone'], { purpose_text: '' })).is(200);
    const since = lastSeq();
    for (const text of ['', '   ', '1111', '测试测试', 'asdf', '无无无无', '工作需要', '。。。。', '三个字', '字'.repeat(201)]) {
      const answer = (await reveal(clerk, ['bank_account'], { purpose_text: text })).is(422, text);
      assertNothingShown(answer);
      if (text.trim() !== '') assert.equal(answer.page.form(`/customer/${id}/reveal`).control('purpose_text').value.replace(/^\n/, ''), text, 'what was typed is kept');
    }
    assert.ok(recordsSince(since).every((record) => record.result !== DISCLOSED));
    assert.ok(recordsSince(since).length >= 10, 'each refusal is recorded');
  });

  test('with and without JavaScript it is the same form: a link, a tick, a purpose, a button', async () => {
    const record = (await clerk.get(`/customer/${id}`)).is(200).page;
    const link = record.links.find((href) => href.startsWith(`/customer/${id}/reveal?`) && href.includes('field=phone'));
    const page = (await clerk.get(link)).is(200).page;
    const form = page.form(`/customer/${id}/reveal`);
    assert.ok(form.controls.some((control) => control.name === 'field' && control.value === 'phone' && control.checked), 'the field is ticked already');
    assert.ok(form.controls.filter((control) => control.name === 'purpose').length >= 5);
    (await clerk.send(page, `/customer/${id}/reveal`, { purpose: 'visit' })).is(200);
  });

  test('in English as well', async () => {
    const english = await signedIn(instance, 'archive_clerk', ENGLISH);
    const answer = (await reveal(english, ['phone'])).is(200);
    assert.ok(answer.body.includes('<html lang="en"'));
    assert.ok(answer.page.text.includes(values.phone));
  });

  test('what is not stored says so, and that is recorded', async () => {
    const bare = Number(/\d+/.exec((await clerk.submit('/customer/new', '/customer/new', { name: '没有电话公司' })).location)[0]);
    const since = lastSeq();
    const answer = await reveal(clerk, ['phone'], {}, `/customer/${bare}/reveal`);
    assert.ok([200, 403, 404, 422].includes(answer.status), `${answer.status}`);
    assert.ok(recordsSince(since).every((record) => record.result !== DISCLOSED));
  });
});

describe('refused: nothing is shown, the reason is said, the refusal is recorded', () => {
  const refused = async (client, status, keys, more, path) => {
    const since = lastSeq();
    const answer = await reveal(client, keys, more, path);
    assert.ok([status].flat().includes(answer.status), `${answer.status} instead of ${status}: ${answer.page.text.slice(0, 400)}`);
    assertNothingShown(answer);
    assert.match(answer.headers['cache-control'], /no-store/);
    return { answer, records: recordsSince(since) };
  };

  test('no purpose, an unknown purpose', async () => {
    for (const purpose of ['', 'because', 'CONTACT']) {
      const { answer, records } = await refused(clerk, 422, ['phone'], { purpose });
      assert.equal(records.length, 1, purpose);
      assert.equal(records[0].result, 6);
      assert.ok(answer.page.text.includes('用途'));
    }
  });

  test('nothing ticked, an unknown field, an open field', async () => {
    for (const keys of [[], ['nothing'], ['name'], ['goods'], ['archive_no']]) await refused(clerk, 422, keys);
  });

  test('a role without the right, a level above the role, a customer outside the scope', async () => {
    const cases = [['technical', ['phone'], 3], ['marketing', ['phone'], 3], ['sales_clerk', ['phone'], null], ['legal', ['bank_account'], 5],
      ['service', ['credit_findings'], 5], ['sales', ['phone'], 4]];
    for (const [role, keys, result] of cases) {
      const client = await signedIn(instance, role);
      const { records } = await refused(client, [403, 404], keys);
      assert.ok(records.length >= 1, `${role}: the refusal is recorded`);
      for (const record of records) {
        assert.notEqual(record.result, DISCLOSED);
        assert.equal(record.login, client.login);
        if (result !== null) assert.equal(record.result, result, role);
      }
    }
  });

  test('ORG-3: the auditor, the administrator and the gate see no value', async () => {
    for (const role of ['auditor', 'administrator', 'gate']) {
      const client = await signedIn(instance, role);
      const { records } = await refused(client, [403, 404], ['phone']);
      assert.ok(records.length >= 1 && records.every((record) => record.result === 3), role);
    }
  });

  test('partly entitled: what may be seen is shown, the rest is refused with its reason, each has its record', async () => {
    const legal = await signedIn(instance, 'legal');
    const since = lastSeq();
    const answer = (await reveal(legal, ['phone', 'bank_account'])).is(200);
    assert.ok(answer.page.text.includes(values.phone));
    assert.ok(!answer.body.includes(values.bank_account));
    assert.deepEqual(recordsSince(since).map((record) => [record.field, record.result]).sort(), [['bank_account', 5], ['phone', DISCLOSED]]);
  });

  test('CONF-2: level 3 outside one\'s own customers needs an approval', async () => {
    const finance = await signedIn(instance, 'finance');
    const { records, answer } = await refused(finance, 403, ['bank_account']);
    assert.equal(records[0].result, 8);
    assert.ok(/批准|审批/.test(answer.page.text), answer.page.text);
    (await reveal(finance, ['phone'])).is(200, 'level 2 needs none');
  });

  test('a session that ended between form and button', async () => {
    const client = await signedIn(instance, 'general_manager');
    await client.visit('/');
    const csrf = await client.token();
    instance.store('DELETE FROM session WHERE token_hash NOT IN (SELECT token_hash FROM session ORDER BY created_at LIMIT 1);', { write: true });
    const answer = await client.post(`/customer/${id}/reveal`, { csrf, field: 'phone', purpose: 'contact' });
    assert.equal(answer.status, 401);
    assertNothingShown(answer);
    clerk = await signedIn(instance, 'archive_clerk');
  });

  test('without a session', async () => {
    const nobody = new Client(instance);
    await nobody.get('/login');
    const answer = (await nobody.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' })).is(401);
    assertNothingShown(answer);
    (await nobody.get(`/customer/${id}/reveal?field=phone`)).is(303);
  });

  test('by GET nothing is disclosed, whatever the address says', async () => {
    const answer = (await clerk.get(`/customer/${id}/reveal?field=phone&purpose=contact&purpose_text=${encodeURIComponent(GOOD_TEXT)}`)).is(200);
    assertNothingShown(answer);
  });

  test('records of others by number: a contact of another customer, a contact number as customer', async () => {
    const other = instance.store(`SELECT min(id) AS id FROM customer WHERE id <> ${id};`)[0].id;
    for (const path of [`/customer/${other}/contact/${contact}/reveal`, `/customer/${contact}/reveal`, `/customer/${id}/contact/${id}/reveal`]) {
      const since = lastSeq();
      const answer = await reveal(clerk, ['mobile', 'phone'], {}, path);
      assert.ok(recordsSince(since).every((record) => record.result !== DISCLOSED), `${path}: nothing was shown, so nothing is recorded as shown`);
      assert.ok([403, 404, 422].includes(answer.status), `${path}: ${answer.status}`);
      assertNothingShown(answer, 'contact');
      assertNothingShown(answer);
    }
  });
});

test('CONF-6: whoever goes on being refused is told that it is too often, in a record that counts; nobody else waits', async () => {
  const marketing = await signedIn(instance, 'marketing');
  const since = lastSeq();
  const keys = sealed('customer').map((field) => field.key);
  let answer;
  let tries = 0;
  do {
    answer = await reveal(marketing, keys);
    assertNothingShown(answer);
    tries++;
  } while (answer.status !== 429 && tries < 50);
  answer.is(429);
  assert.ok(recordsSince(since).length <= 150, 'the log is not flooded');
  (await reveal(clerk, ['phone'])).is(200);
});

describe('masks, CONF-1', () => {
  test('everywhere else is a mask: list, record, history, forms, search, home, notices', async () => {
    for (const role of ['archive_clerk', 'general_manager', 'technical']) {
      const client = await signedIn(instance, role);
      for (const path of ['/', '/customer', '/customer?q=%E5%AF%86', `/customer/${id}`, `/customer/${id}/history`, `/customer/${id}/edit`,
        `/customer/${id}/contact/${contact}/edit`, `/customer/${id}/contact/${contact}/delete`, `/customer/${id}/reveal`, `/customer/${id}/contact/${contact}/reveal`]) {
        const answer = await client.get(path);
        assertNothingShown(answer);
        assertNothingShown(answer, 'contact');
      }
    }
    const record = (await clerk.get(`/customer/${id}`)).page;
    for (const field of sealed('customer')) {
      const mask = instance.store(`SELECT value FROM field_value WHERE kind = 1 AND record_id = ${id} AND field = '${field.key}';`)[0].value;
      assert.ok(mask.includes('****'), `${field.key}: ${mask}`);
      assert.ok(record.text.includes(mask), field.key);
    }
  });

  test('CONF-8: the files of the database hold no value', async () => {
    const { readFileSync, readdirSync } = await import('node:fs');
    instance.store('PRAGMA wal_checkpoint;', { write: true });
    for (const folder of ['db', 'custody', 'heads'])
      for (const name of readdirSync(instance.path(folder))) {
        const bytes = readFileSync(instance.path(folder, name));
        for (const [all, table] of [[values, 'customer'], [contactValues, 'contact']])
          for (const field of sealed(table)) assert.ok(!bytes.includes(all[field.key]), `${field.key} is in ${folder}/${name}`);
      }
  });
});
