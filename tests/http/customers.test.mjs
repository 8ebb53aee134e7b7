// Customers and contacts through the pages: creating, checking at the field, changing, history, colleagues in between.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { attribute, elements, text } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';
import { create, historyOf, recordOf } from '../support/records.mjs';
import { creditCode, fullForm, isSealed, loadFields, valueFor } from '../support/values.mjs';

let instance;
let sales;
let clerk;
let customerFields;
let contactFields;
before(async () => {
  instance = await startInstance({ customers: 60 });
  sales = await signedIn(instance, 'sales');
  clerk = await signedIn(instance, 'archive_clerk');
  const [{ id }] = instance.store(`SELECT min(c.id) AS id FROM customer c JOIN person p ON p.id = c.owner_id WHERE p.login = '${sales.login}';`);
  ({ customerFields, contactFields } = await loadFields(instance, sales, id));
});
after(() => instance.stop());

let next = 1000;
const numbers = () => { next += 100; return next; };

// The field's message on a form that came back, '' when it has none.
function messageAt(page, key) {
  const note = page.byId(`f-${key}-note`);
  return note ? elements(note, (node) => (attribute(node, 'class') ?? '') === 'fault').map(text).join() : '';
}

function faultyFields(page) {
  return page.all((node) => attribute(node, 'aria-invalid') === 'true').map((node) => attribute(node, 'name'));
}

describe('creating, ARC-1 and ARC-2', () => {
  test('a customer with every field: the page shows the open ones and masks the others', async () => {
    const values = fullForm(customerFields, numbers());
    const id = await create(sales, values);
    const page = await recordOf(sales, id);
    for (const field of customerFields) {
      if (isSealed(field)) assert.ok(!page.html.includes(values[field.key]), `${field.key} is not shown`);
      else if (['text', 'note', 'code', 'credit_code', 'date'].includes(field.type))
        assert.ok(page.text.includes(values[field.key].split('\n')[0]), `${field.key}: ${values[field.key]}`);
      else if (field.type === 'choice') {
        const choice = field.choices.find((one) => one.key === values[field.key]);
        assert.ok(page.text.includes(choice.label), `${field.key}: ${choice.label}`);
      }
    }
    assert.ok(page.text.includes('****'), 'masks');
    assert.ok(page.text.includes(`195****${values.phone.slice(-4)}`), 'CONF-1: 138****1234');
  });

  test('every customer gets its own 档案编号 and 客户编码, never one used before', async () => {
    const seen = new Set();
    for (let i = 0; i < 5; i++) {
      const id = await create(sales, { name: `编号试验${numbers()}公司` });
      const [row] = instance.store(`SELECT archive_no, code, owner_id, version FROM customer WHERE id = ${id};`);
      assert.ok(row.archive_no && row.code && !seen.has(row.archive_no) && !seen.has(row.code));
      seen.add(row.archive_no).add(row.code);
      assert.equal(row.version, 1);
      assert.equal(row.owner_id, instance.store(`SELECT id FROM person WHERE login='${sales.login}';`)[0].id);
      const page = await recordOf(sales, id);
      assert.ok(page.text.includes(row.archive_no) && page.text.includes(row.code));
    }
  });

  test('ARC-1 what becomes of the number without a region is said at the field, and afterwards', async () => {
    assert.match((await clerk.get('/customer/new')).is(200).page.text, /建档后编号不再改变；不填则以 000000 开头/);
    const nowhere = (await clerk.submit('/customer/new', '/customer/new', { name: '没有地区的公司' })).is(303);
    assert.match((await clerk.get(nowhere.location)).is(200).page.text, /没有填所在地区，档案编号以 000000 开头/);
    const somewhere = (await clerk.submit('/customer/new', '/customer/new', { name: '有地区的公司', region: '440305' })).is(303);
    const page = (await clerk.get(somewhere.location)).is(200).page.text;
    assert.ok(/已建档/.test(page) && !/没有填所在地区/.test(page));
  });

  test('ARC-2 colleagues who can be named as account manager are suggested, those within reach', async () => {
    const suggested = async (client) => [...(await client.get('/customer/new')).is(200).body.matchAll(/<datalist id="f-owner-list">([^]*?)<\/datalist>/g)]
      .flatMap((list) => [...list[1].matchAll(/<option value="([^"]*)"/g)].map((option) => option[1]));
    const all = instance.store(`SELECT DISTINCT p.login FROM person p JOIN person_role h ON h.person_id = p.id JOIN role_permission r ON r.role_id = h.role_id
      WHERE p.state = 'active' AND r.permission IN ('customer.create', 'customer.edit');`).map((row) => row.login);
    assert.deepEqual((await suggested(clerk)).sort(), all.sort());
    const manager = await signedIn(instance, 'sales_manager');
    const theirs = await suggested(manager);
    assert.ok(theirs.includes(manager.login) && theirs.length < all.length);
    for (const login of theirs) // whoever is suggested can be named
      (await manager.submit('/customer/new', '/customer/new', { name: `由 ${login} 跟进的公司`, owner: login })).is(303);
    assert.deepEqual(await suggested(await signedIn(instance, 'sales')), [], 'who names nobody is suggested nobody');
  });

  test('a form cannot set what the system assigns', async () => {
    const answer = (await sales.post('/customer/new', { name: `自定编号${numbers()}公司`, archive_no: 'X-1', code: 'X-1', owner: '1', id: '1', version: '77' })).is(303);
    const id = /\d+/.exec(answer.location)[0];
    const [row] = instance.store(`SELECT archive_no, code, version FROM customer WHERE id = ${id};`);
    assert.notEqual(row.archive_no, 'X-1');
    assert.notEqual(row.code, 'X-1');
    assert.equal(row.version, 1);
  });

  test('who enters a customer for a colleague says for whom, ARC-2 and ORG-2', async () => {
    const name = `代为录入${numbers()}公司`;
    const ownerOf = (id) => instance.store(`SELECT p.login, p.name FROM customer c JOIN person p ON p.id = c.owner_id WHERE c.id = ${id};`)[0];
    const asked = (await clerk.submit('/customer/new', '/customer/new', { name, owner: '' })).is(422).page;
    assert.deepEqual(faultyFields(asked), ['owner']);
    const refused = (await clerk.submit('/customer/new', '/customer/new', { name, owner: '<b>没有这个人', phone: '12' })).is(422).page;
    assert.deepEqual(faultyFields(refused).sort(), ['owner', 'phone'], 'with the other faults');
    assert.ok(messageAt(refused, 'owner').includes('<b>没有这个人'));
    const id = await create(clerk, { name, owner: sales.login });
    const first = ownerOf(id);
    assert.equal(first.login, sales.login);
    const path = `/customer/${id}/edit`;
    assert.equal((await clerk.get(path)).is(200).page.form(path).control('owner').value, first.name);
    assert.ok(!(await sales.get(path)).is(200).page.form(path).control('owner'), 'who reaches only their own gives none away');
    const [other] = instance.store(`SELECT p.login, p.name FROM person p JOIN person_role h ON h.person_id = p.id JOIN role r ON r.id = h.role_id
      WHERE r.key = 'sales' AND p.state = 'active' AND p.login <> '${sales.login}' LIMIT 1;`);
    (await clerk.submit(path, path, { owner: other.login })).is(303);
    assert.equal(ownerOf(id).login, other.login);
    assert.deepEqual((await historyOf(clerk, id))[0].items, [['目前跟进销售员', first.name, other.name]]);
    (await sales.get(path)).is(404);
  });

  test('an equal 统一社会信用代码 is said at the field, ARC-8', async () => {
    const code = creditCode(numbers());
    await create(sales, { name: '第一家有限公司', credit_code: code });
    const answer = (await sales.submit('/customer/new', '/customer/new', { name: '第二家有限公司', credit_code: code, goods: '焦炭' })).is(422);
    assert.deepEqual(faultyFields(answer.page), ['credit_code']);
    assert.ok(messageAt(answer.page, 'credit_code') !== '');
    assert.equal(answer.page.form('/customer/new').control('goods').value, '焦炭', 'what was typed is kept');
  });

  test('four-byte characters survive entry and display', async () => {
    const id = await create(sales, { name: '王𠮷𠀀物流有限公司', legal_person: '王𠮷' });
    const page = await recordOf(sales, id);
    assert.ok(page.text.includes('王𠮷𠀀物流有限公司'));
    assert.equal(instance.store(`SELECT name FROM customer WHERE id = ${id};`)[0].name, '王𠮷𠀀物流有限公司');
  });

  test('what people write is made canonical, not refused', async () => {
    const id = await create(sales, { name: '  全角输入公司  ', phone: '１９５－０００１－２３４５', registered_capital: '500万', established: '2001年2月3日' });
    const page = await recordOf(sales, id);
    assert.ok(page.text.includes('5,000,000.00'));
    assert.ok(page.text.includes('2001-02-03'));
    assert.ok(page.text.includes('195****2345'));
    assert.equal(page.title.split(' · ')[0], '全角输入公司');
  });
});

// --- limits of every field, from the table itself ---

const han = (length) => '字'.repeat(length);

// [accepted, refused] at the limits of a field; undefined where the type has no such value.
function limits(field, number) {
  const max = field.max || { text: 200, note: 2000 }[field.type];
  switch (field.type) {
    case 'text':
    case 'note':
      return { accepted: [han(Math.max(field.min, 1)), han(max), '𠮷'.repeat(max)], refused: [han(max + 1), ...(field.min > 1 ? [han(field.min - 1)] : [])] };
    case 'choice':
      return { accepted: field.choices.map((choice) => choice.key), refused: ['no-such-choice', 'x'.repeat(101)] };
    case 'date':
      return { accepted: ['1900-01-01', '2199-12-31', '2024-02-29'], refused: ['1899-12-31', '2200-01-01', '2023-02-29', '2023-13-01', '昨天'] };
    case 'amount':
      return { accepted: ['0', '0.01', '999999999999.99'], refused: ['1000000000000', '0.001', '-1', '1,23'] };
    case 'phone':
      return { accepted: ['13000000000', '19999999999', '010-22222222', '0999-8888888-123456', '400-000-0000', '+1234567'],
        refused: ['1380013800', '138001380000', '12000000000', '12345678', '0755-123456', '010-22222222-1234567', '+123456', '138a0013800'] };
    case 'email':
      return { accepted: ['a@b.cn', `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(58)}.cn`],
        refused: ['a@b', 'a b@c.cn', `${'a'.repeat(65)}@b.cn`, '@b.cn', 'a@b..cn', `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(59)}.cn`] };
    case 'url':
      return { accepted: ['http://a.cn', `https://a.cn/${'x'.repeat(187)}`], refused: [`https://a.cn/${'x'.repeat(188)}`, 'javascript:alert(1)', 'ftp://a.cn', 'http://a b.cn', 'http://u@a.cn'] };
    case 'code':
      return { accepted: ['A'.repeat(field.min || 1), '9'.repeat(field.max || 32)], refused: ['A'.repeat((field.max || 32) + 1), ...(field.min ? ['A'.repeat(field.min - 1)] : []), `${'A'.repeat(field.min || 1)}字`] };
    case 'credit_code': {
      const good = creditCode(number);
      return { accepted: [good, good.toLowerCase()], refused: [good.slice(0, 17), `${good}0`, good.slice(0, 17) + (good.endsWith('0') ? '1' : '0'), '91110000802100433A', '362322198709086409'] };
    }
    case 'bank_account':
      return { accepted: ['1'.repeat(8), '9'.repeat(30), '6222 0200 0000 0000 000'], refused: ['1'.repeat(7), '9'.repeat(31), '6222a0200'] };
    case 'identity': {
      const good = valueFor(field, number);
      return { accepted: [good], refused: [good.slice(0, 17), `${good}1`, good.slice(0, 17) + (good.endsWith('0') ? '1' : '0'), '440301199913011234'] };
    }
    case 'region':
      return { accepted: ['440305', '110101'], refused: ['999999', '44030', '没有这个地方'] };
    default:
      throw new Error(`limits of type ${field.type} are not known to this test`);
  }
}

for (const table of ['customer', 'contact'])
  describe(`limits of every field of a ${table}`, () => {
    let action;
    let fields;
    let base;
    before(async () => {
      fields = table === 'customer' ? customerFields : contactFields;
      if (table === 'customer') action = '/customer/new';
      else action = `/customer/${await create(sales, { name: '联系人字段公司' })}/contact/new`;
      base = { name: table === 'customer' ? '字段界限公司' : '张三' };
    });

    test('what lies at the limit is taken', async () => {
      for (const field of fields)
        for (const [i, value] of limits(field, 7000 + fields.indexOf(field)).accepted.entries()) {
          const values = { ...base, ...(table === 'customer' ? { name: `${base.name} ${field.key} ${i}` } : {}), [field.key]: value };
          if (field.unique && i > 0) continue; // taken by the first
          let answer = await sales.post(action, values);
          const twins = /name="twins" value="([^"]*)"/.exec(answer.body)?.[1]; // the same number was typed for another one before
          if (twins !== undefined) answer = await sales.post(action, { ...values, twins });
          assert.equal(answer.status, 303, `${field.key} = ${value.slice(0, 80)} (${[...value].length}): ${messageAt(answer.page, field.key)}`);
          assert.equal((await sales.get(answer.location)).status, 200);
        }
    });

    test('what lies beyond is refused at the field, and what was typed is kept, OPS-2', async () => {
      const before = instance.store(`SELECT count(*) AS n FROM ${table};`)[0].n;
      for (const field of fields)
        for (const value of limits(field, 8000 + fields.indexOf(field)).refused) {
          const answer = await sales.post(action, { ...base, [field.key]: value });
          const what = `${field.key} = ${value.slice(0, 80)} (${[...value].length})`;
          assert.equal(answer.status, 422, what);
          assert.deepEqual(faultyFields(answer.page), [field.key], what);
          assert.ok(messageAt(answer.page, field.key), what);
          const form = answer.page.form(action);
          if (field.type !== 'choice') assert.equal(form.control(field.key).value.replace(/^\n/, ''), value, `${what} is kept`);
          if (field.key !== 'name') assert.equal(form.control('name').value, base.name);
        }
      assert.equal(instance.store(`SELECT count(*) AS n FROM ${table};`)[0].n, before, 'nothing was stored');
    });

    test('what is required is asked for, blanks are not enough', async () => {
      for (const field of fields.filter((one) => one.required))
        for (const value of ['', '   ', '\u3000']) {
          const answer = (await sales.post(action, { ...base, [field.key]: value })).is(422);
          assert.deepEqual(faultyFields(answer.page), [field.key]);
        }
    });

    test('one line is one line, and control characters are refused', async () => {
      for (const field of fields.filter((one) => one.type === 'text')) {
        (await sales.post(action, { ...base, [field.key]: '一行\n两行' })).is(422, field.key);
        (await sales.post(action, { ...base, [field.key]: '铃\u0007声' })).is(422, field.key);
        (await sales.post(action, { ...base, [field.key]: '藏\u200b头' }));
      }
    });

    test('a mask is never taken for a value', async () => {
      for (const field of fields.filter(isSealed)) {
        const answer = (await sales.post(action, { ...base, [field.key]: '138****1234' })).is(422, field.key);
        assert.deepEqual(faultyFields(answer.page), [field.key]);
      }
    });

    test('all faults are said at once, each with a link to its field', async () => {
      const wrong = Object.fromEntries(fields.filter((field) => ['phone', 'email', 'date', 'amount', 'identity', 'bank_account'].includes(field.type)).map((field) => [field.key, '不对']));
      const page = (await sales.post(action, { ...base, ...wrong })).is(422).page;
      assert.deepEqual(faultyFields(page).sort(), Object.keys(wrong).sort());
      for (const key of Object.keys(wrong)) {
        assert.ok(page.links.includes(`#f-${key}`), key);
        assert.ok(page.byId(`f-${key}`), key);
      }
    });
  });

// --- changing ---

describe('changing and history, ARC-4', () => {
  test('per field what was, what is, who and when; nothing for fields that stayed', async () => {
    const id = await create(sales, { name: '历史一号公司', goods: '螺纹钢', flow: '唐山 → 上海' });
    (await sales.submit(`/customer/${id}/edit`, `/customer/${id}/edit`, { goods: '焦炭', remarks: '第一次\n修改' })).is(303);
    const [change, creation] = await historyOf(sales, id);
    const { name } = instance.store(`SELECT name FROM person WHERE login = '${sales.login}';`)[0];
    assert.ok(change.head.includes(name), change.head);
    assert.match(change.head, /\d{4}-\d{2}-\d{2} \d{2}:\d{2}/);
    assert.deepEqual(change.items.map(([label, was, is]) => [label, was, is.replace('\n', '|')]),
      [['主要运输物资/产品', '螺纹钢', '焦炭'], ['备注', '', '第一次|修改']]);
    assert.ok(creation.head.includes('新建'));
    assert.equal(instance.store(`SELECT version FROM customer WHERE id = ${id};`)[0].version, 2);
  });

  test('saving without a change writes nothing', async () => {
    const id = await create(sales, fullForm(customerFields, numbers()));
    const before = instance.store(`SELECT version, (SELECT count(*) FROM history) AS n FROM customer WHERE id = ${id};`)[0];
    (await sales.submit(`/customer/${id}/edit`, `/customer/${id}/edit`)).is(303);
    assert.deepEqual(instance.store(`SELECT version, (SELECT count(*) FROM history) AS n FROM customer WHERE id = ${id};`)[0], before);
  });

  test('confidential inputs are empty: empty keeps, a tick clears, typing replaces; history shows masks, CONF-1', async () => {
    const values = fullForm(customerFields, numbers());
    const id = await create(sales, values);
    const path = `/customer/${id}/edit`;
    const page = (await sales.get(path)).is(200).page;
    for (const field of customerFields.filter(isSealed)) {
      assert.equal(page.form(path).control(field.key).value, '', field.key);
      assert.ok(!page.html.includes(values[field.key]));
    }
    const masks = () => Object.fromEntries(instance.store(`SELECT field, value FROM field_value WHERE kind = 1 AND record_id = ${id};`).map((row) => [row.field, row.value]));
    const before = masks();
    (await sales.send(page, path, { remarks: '只改备注' })).is(303);
    assert.deepEqual({ ...masks(), remarks: '' }, { ...before, remarks: '' });
    (await sales.submit(path, path, { phone: '19500001111', clear_fax: '1' })).is(303);
    const now = masks();
    assert.equal(now.phone, '195****1111');
    assert.ok(!now.fax);
    const [change] = await historyOf(sales, id);
    assert.deepEqual(change.items.map((item) => item[0]).sort(), ['传真', '电话']);
    const phone = change.items.find((item) => item[0] === '电话');
    assert.ok(phone[1].includes('****') && phone[2] === '195****1111', JSON.stringify(phone));
    assert.ok(!JSON.stringify(change).includes('19500001111'));
  });

  test('clearing and typing at once is said to be a contradiction, or the typed value wins; never silently lost', async () => {
    const id = await create(sales, { name: '矛盾公司', phone: '19500002222' });
    const path = `/customer/${id}/edit`;
    const answer = await sales.submit(path, path, { phone: '19500003333', clear_phone: '1' });
    const mask = instance.store(`SELECT value FROM field_value WHERE kind = 1 AND record_id = ${id} AND field = 'phone';`)[0]?.value;
    if (answer.status === 422) assert.equal(mask, '195****2222');
    else assert.equal(mask, '195****3333');
  });

  test('a long history goes by pages to its end', async () => {
    const id = await create(sales, { name: '多次修改公司' });
    const path = `/customer/${id}/edit`;
    for (let i = 1; i <= 120; i++) (await sales.post(path, { name: '多次修改公司', goods: `货物${i}`, version: String(i) })).is(303);
    const seen = [];
    let address = `/customer/${id}/history`;
    for (let pages = 0; address && pages < 20; pages++) {
      const page = (await sales.get(address)).is(200).page;
      for (const row of elements(page.main, 'tr')) {
        const cells = elements(row, 'td').map(text);
        if (cells.length === 2 && cells[1].startsWith('货物')) seen.push(cells[1]);
      }
      address = page.all((node) => attribute(node, 'rel') === 'next').map((node) => attribute(node, 'href'))[0];
    }
    assert.deepEqual(seen, Array.from({ length: 120 }, (_, i) => `货物${120 - i}`));
  });
});

describe('two people at once, OPS-2', () => {
  test('the second sees both versions, loses nothing, and saves on top', async () => {
    const id = await create(clerk, { name: '同时修改公司', goods: '螺纹钢', flow: '唐山', phone: '19500004444', remarks: '旧' });
    const path = `/customer/${id}/edit`;
    const [first, second] = [(await clerk.get(path)).page, (await clerk.get(path)).page];
    (await clerk.send(first, path, { goods: '同事的焦炭', phone: '19500005555', flow: '同事的上海' })).is(303);
    const conflict = (await clerk.send(second, path, { goods: '我的板材', remarks: '我的备注' })).is(409).page;

    const form = conflict.form(path);
    assert.equal(form.control('goods').value, '我的板材', 'what I typed is kept');
    assert.equal(form.control('remarks').value.trim(), '我的备注');
    assert.equal(form.control('flow').value, '同事的上海', 'what only the colleague changed is taken over');
    assert.ok(conflict.text.includes('同事的焦炭'), "the colleague's value stands beside");
    const saver = instance.store(`SELECT name FROM person WHERE login = '${clerk.login}';`)[0].name;
    assert.match(conflict.text, new RegExp(`${saver} 于 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d 保存`), 'OPS-2 who saved first, and when');
    assert.ok(conflict.text.includes('195****5555') && !conflict.html.includes('19500005555'), 'of a confidential one its mask');
    assert.equal(instance.store(`SELECT value FROM field_value WHERE record_id = ${id} AND field = 'goods';`)[0].value, '同事的焦炭', 'nothing was written');

    (await clerk.send(conflict, path)).is(303);
    const values = Object.fromEntries(instance.store(`SELECT field, value FROM field_value WHERE record_id = ${id};`).map((row) => [row.field, row.value]));
    assert.equal(values.goods, '我的板材');
    assert.equal(values.flow, '同事的上海');
    assert.equal(values.remarks, '我的备注');
    assert.equal(values.phone, '195****5555', "the colleague's telephone is still there");
    const changes = await historyOf(clerk, id);
    assert.deepEqual(changes[0].items.map((item) => item.slice(1)), [['同事的焦炭', '我的板材'], ['旧', '我的备注']]);
  });

  test("taking the colleague's value by its tick", async () => {
    const id = await create(clerk, { name: '采用同事公司', goods: '甲' });
    const path = `/customer/${id}/edit`;
    const stale = (await clerk.get(path)).page;
    (await clerk.submit(path, path, { goods: '乙' })).is(303);
    const conflict = (await clerk.send(stale, path, { goods: '丙', flow: '丁' })).is(409).page;
    (await clerk.send(conflict, path, { theirs_goods: '1' })).is(303);
    const values = Object.fromEntries(instance.store(`SELECT field, value FROM field_value WHERE record_id = ${id};`).map((row) => [row.field, row.value]));
    assert.deepEqual([values.goods, values.flow], ['乙', '丁']);
  });

  test('two confidential values that look alike behind their masks are told apart by the history', async () => {
    const id = await create(clerk, { name: '同掩码公司', phone: '19577781111' });
    const path = `/customer/${id}/edit`;
    const stale = (await clerk.get(path)).page;
    (await clerk.submit(path, path, { phone: '19577789999', price: '一口价 100' })).is(303);
    await clerk.submit(path, path, { phone: '19577781111' });
    const conflict = (await clerk.send(stale, path, { phone: '19577781111', price: '一口价 200' })).is(409).page;
    assert.ok(conflict.form(path).control('theirs_phone'), 'the colleague changed it, and its mask is what it was');
    assert.ok(conflict.form(path).control('theirs_price'));
  });

  test('a fault on a stale form is said first, and the conflict is still found afterwards', async () => {
    const id = await create(clerk, { name: '先错后冲突公司', goods: '甲' });
    const path = `/customer/${id}/edit`;
    const stale = (await clerk.get(path)).page;
    (await clerk.submit(path, path, { goods: '乙' })).is(303);
    const faulty = (await clerk.send(stale, path, { goods: '丙', email: '不对' })).is(422).page;
    (await clerk.send(faulty, path, { email: 'a@b.cn' })).is(409);
  });

  test('made-up versions never overwrite', async () => {
    const id = await create(clerk, { name: '版本公司', goods: '甲' });
    const path = `/customer/${id}/edit`;
    for (const version of ['0', '2', '-1', '999999', '', 'x', '18446744073709551617'])
      (await clerk.post(path, { name: '版本公司', goods: '乙', version })).is(409, version);
    assert.equal(instance.store(`SELECT value FROM field_value WHERE record_id = ${id} AND field = 'goods';`)[0].value, '甲');
  });
});
