// Approvals through the pages (CON-3, CON-4, CON-5, CON-11, ORG-4): from a draft to what was approved, and what nobody may do.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { actOn, askFor, openPrices, reviseContract, submitContract } from '../support/approvals.mjs';
import { signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';

let instance;
let people;
let customer;
before(async () => {
  instance = await startInstance({ customers: 60 });
  const roles = ['sales', 'sales_manager', 'sales_director', 'finance', 'legal', 'archive_clerk', 'department_manager', 'sales_clerk', 'technical', 'operations_manager',
    'deputy_general_manager', 'general_manager'];
  people = Object.fromEntries(await Promise.all(roles.map(async (role) => [role, await signedIn(instance, role)])));
  [{ id: customer }] = instance.store(`SELECT min(id) AS id FROM customer WHERE owner_id = (SELECT id FROM person WHERE login = '${people.sales.login}');`);
  openPrices(instance);
});
after(() => instance.stop());

const ask = (quantity, price, more) => askFor(instance, people.sales, customer, { quantity: [quantity], price: [price], ...more });
const stateOf = (contract) => instance.store(`SELECT state FROM contract WHERE id = ${contract};`)[0].state;
const act = (role, request, event, values) => actOn(people[role], request, event, values);
const waits = async (role, request) => (await people[role].get('/approval')).is(200).page.links.includes(`/approval/${request}`);

describe('signing', () => {
  test('CON-3 an oral contract is signed by the sales manager alone', async () => {
    const { contract, request } = await ask('10', '150');
    assert.equal(stateOf(contract), 'submitted');
    assert.ok(await waits('sales_manager', request));
    assert.ok(!await waits('sales_director', request));
    const page = (await people.sales_manager.get(`/approval/${request}`)).is(200).page;
    for (const words of ['钢材运输合同', '1,500.00', '壹仟伍佰元整', '运输钢材一批', '销售经理签批', '王𠮷']) assert.ok(page.text.includes(words), words);
    assert.match((await people.sales_manager.get('/')).page.text, /1 件审批等您办理/);
    (await act('sales_manager', request, 'approve', { opinion: '同意' })).is(303);
    assert.equal(stateOf(contract), 'approved');
    assert.ok(!await waits('sales_manager', request));
    assert.ok((await people.sales_manager.get('/approval/done')).page.links.includes(`/approval/${request}`));
    assert.match((await people.sales.get(`/approval/${request}`)).page.text, /已同意.*贺知远.*同意/s);
  });

  test('CON-3 a usual contract goes step by step, the last ones side by side', async () => {
    const { contract, request } = await ask('1000', '150');
    (await act('sales_manager', request, 'approve')).is(303);
    assert.ok(!await waits('finance', request));
    (await act('sales_director', request, 'approve')).is(303);
    for (const role of ['finance', 'legal']) assert.ok(await waits(role, request), role);
    (await act('legal', request, 'approve', { 'finding.legal': 'yes', 'remark.legal': '条款齐全' })).is(303);
    assert.equal(stateOf(contract), 'submitted');
    (await act('finance', request, 'approve')).is(303);
    assert.equal(stateOf(contract), 'approved');
    assert.match((await people.sales.get(`/approval/${request}`)).page.text, /安全\/合法性\s*可行\s*条款齐全/);
  });

  test('CON-1 CON-3 a special contract is reviewed by all functions at once', async () => {
    const { contract, request } = await ask('10', '150', { special_date: 'yes' });
    for (const role of ['sales_manager', 'operations_manager', 'technical', 'finance', 'legal']) {
      assert.ok(await waits(role, request), role);
      (await act(role, request, 'approve')).is(303);
    }
    for (const role of ['sales_director', 'deputy_general_manager', 'general_manager']) {
      assert.equal(stateOf(contract), 'submitted');
      (await act(role, request, 'approve')).is(303);
    }
    assert.equal(stateOf(contract), 'approved');
  });

  test('CON-5 what is declined goes back with its reason, and the next revision shows what changed', async () => {
    const { contract, request } = await ask('10', '150');
    const empty = (await act('sales_manager', request, 'decline', { opinion: ' ' })).is(422).page;
    assert.match(empty.text, /请填写意见/);
    (await act('sales_manager', request, 'decline', { opinion: '价格太低' })).is(303);
    assert.equal(stateOf(contract), 'draft');
    assert.match((await people.sales.get(`/approval/${request}`)).page.text, /未同意.*价格太低/s);
    await reviseContract(instance, people.sales, contract, { payment: '款到发货', price: ['180'] });
    const again = await submitContract(instance, people.sales, contract);
    assert.notEqual(again, request);
    const page = (await people.sales_manager.get(`/approval/${again}`)).is(200).page;
    assert.match(page.text, /与上一稿相比.*付款方式.*货到.*款.*到发货/s);
    (await act('sales_manager', again, 'approve')).is(303);
    assert.equal(stateOf(contract), 'approved');
  });

  test('CON-5 a change of the plan alone is told, too', async () => {
    const plan = (sum) => ({ due: ['payment'], date: ['2026-03-01'], sum: [sum], remark: ['一次付清'] });
    const { contract, request } = await ask('10', '150', plan('1500'));
    (await act('sales_manager', request, 'decline', { opinion: '请改期' })).is(303);
    await reviseContract(instance, people.sales, contract, { date: ['2026-06-30'] });
    const page = (await people.sales_manager.get(`/approval/${await submitContract(instance, people.sales, contract)}`)).is(200).page;
    assert.match(page.html, /<del>[^<]*03[^<]*<\/del>/);
    assert.match(page.html, /<ins>[^<]*06[^<]*<\/ins>/);
    assert.ok(!/没有改动/.test(page.text));
  });
});

describe('acting', () => {
  test('CON-11 what was seen is what is judged', async () => {
    const { contract, request } = await ask('10', '150');
    const form = (await people.sales_manager.get(`/approval/${request}`)).page.form(`/approval/${request}`);
    const seen = form.control('seen').value;
    assert.match(seen, /^[0-9a-f]{64}$/);
    const other = (await people.sales_manager.post(`/approval/${request}`, { event: 'approve', seen: `${seen.slice(0, 63)}${seen.endsWith('0') ? '1' : '0'}` })).is(409).page;
    assert.match(other.text, /内容已有变化/);
    assert.equal(stateOf(contract), 'submitted');
    for (const bad of [{ event: 'approve', seen: 'x' }, { event: 'escalate', seen }, { event: 'dance', seen }, { seen }])
      assert.ok([400, 409].includes((await people.sales_manager.post(`/approval/${request}`, bad)).status), JSON.stringify(bad));
    assert.equal(stateOf(contract), 'submitted');
  });

  test('CON-11 who has nothing to do with it finds nothing', async () => {
    const { request } = await ask('10', '150');
    for (const role of ['finance', 'archive_clerk', 'department_manager', 'sales_clerk', 'sales_director']) {
      (await people[role].get(`/approval/${request}`)).is(404);
      (await people[role].post(`/approval/${request}`, { event: 'approve', seen: '0'.repeat(64) })).is(404);
    }
    assert.ok(!await waits('sales', request)); // their own
    const own = (await people.sales.get(`/approval/${request}`)).page.form(`/approval/${request}`).control('seen').value;
    (await people.sales.post(`/approval/${request}`, { event: 'approve', seen: own })).is(409);
  });

  test('CON-11 asking and answering, forwarding, adding, returning, urging, withdrawing', async () => {
    const { contract, request } = await ask('1000', '150');
    (await act('sales_manager', request, 'ask', { opinion: '为什么打折？' })).is(303);
    const asked = (await people.sales.get('/approval/mine')).page;
    assert.match(asked.text, /请答复/);
    (await act('sales', request, 'answer', { opinion: '老客户' })).is(303);
    const nobody = (await act('sales_manager', request, 'forward', { to: '查无此人', opinion: '请代看' })).is(422).page;
    assert.equal(nobody.form(`/approval/${request}`).control('to').value, '查无此人');
    assert.equal(nobody.form(`/approval/${request}`).control('opinion').value, '请代看');
    (await act('sales_manager', request, 'forward', { to: people.sales.login })).is(422); // whoever asks does not judge
    (await act('sales_manager', request, 'add_before', { to: people.department_manager.login })).is(303);
    assert.ok(await waits('department_manager', request));
    assert.ok(!await waits('sales_manager', request));
    (await act('department_manager', request, 'forward', { to: people.sales_clerk.login })).is(303);
    (await act('sales_clerk', request, 'approve')).is(303);
    (await act('sales_manager', request, 'approve')).is(303);
    (await act('sales_director', request, 'return', { step: '0', opinion: '请再核价' })).is(303);
    assert.ok(await waits('sales_manager', request));
    (await act('sales', request, 'urge')).is(303);
    assert.match((await act('sales', request, 'urge')).is(409).page.text, /今天已经催办过/);
    (await act('sales', request, 'withdraw')).is(303);
    assert.equal(stateOf(contract), 'draft');
    assert.notEqual((await people.sales_manager.post(`/approval/${request}`, { event: 'approve', seen: '0'.repeat(64) })).status, 303);
    assert.equal(stateOf(contract), 'draft');
  });

  test('ORG-4 a delegate acts, both names are on record, and it can be taken back', async () => {
    const { request } = await ask('10', '150');
    const day = (shift) => new Date(Date.now() + shift * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
    const give = (values) => people.sales_manager.submit('/approval/delegation', '/approval/delegation', values);
    const bad = (await give({ to: '查无此人', from_date: '昨天', to_date: day(-1), reason: '出差' })).is(422).page;
    assert.equal(bad.form('/approval/delegation').control('to').value, '查无此人');
    assert.equal(bad.form('/approval/delegation').control('reason').value, '出差');
    (await give({ to: people.sales_clerk.login, from_date: day(0), to_date: day(3), reason: '出差' })).is(303);
    assert.ok(await waits('sales_clerk', request));
    assert.match((await people.sales_clerk.get(`/approval/${request}`)).page.text, /代 贺知远/);
    (await act('sales_clerk', request, 'approve')).is(303);
    assert.match((await people.sales.get(`/approval/${request}`)).page.text, /叶小满\s*代 贺知远\s*同意/);
    const { id } = instance.store('SELECT id FROM delegation;')[0];
    (await people.sales.post(`/approval/delegation/${id}/end`)).is(404);
    (await people.sales_manager.post(`/approval/delegation/${id}/end`)).is(303);
    const second = await ask('10', '150');
    assert.ok(!await waits('sales_clerk', second.request));
  });

  test('CON-11 two judge at the same moment, and the applicant withdraws then: one outcome, the others are told', async () => {
    for (let round = 0; round < 5; round++) {
      const { contract, request } = await ask('1000', '150');
      (await act('sales_manager', request, 'approve')).is(303);
      (await act('sales_director', request, 'approve')).is(303);
      const answers = await Promise.all([act('finance', request, 'approve'), act('legal', request, 'decline', { opinion: '不行' }), act('sales', request, 'withdraw')]);
      const codes = answers.map((answer) => answer.status);
      assert.ok(codes.every((code) => code === 303 || code === 409), codes.join());
      assert.ok(codes.includes(303));
      assert.equal(stateOf(contract), 'draft');
      const [{ state, open }] = instance.store(`SELECT state, (SELECT count(*) FROM approval_seat WHERE approval_id = ${request} AND state IN ('open', 'later')) AS open
        FROM approval WHERE id = ${request};`);
      assert.ok(['declined', 'withdrawn'].includes(state));
      assert.equal(open, 0);
    }
  });
});
