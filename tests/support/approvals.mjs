// Requests for approval as tests begin them: a contract is drafted and submitted through its pages.

export const TERMS = {
  title: '钢材运输合同', our_party: '我们公司', other_party: '对方公司', subject: '运输钢材一批', valid_from: '2026-01-01', valid_to: '2026-12-31', payment: '货到付款', delivery: '十日内送到',
  credit_on: '2026-01-01', credit_result: 'good', license: 'yes', item: ['运输'], unit: ['吨'],
};

// The open price range: 100 to 200 yuan a ton.
export const openPrices = (instance) =>
  instance.store("INSERT OR IGNORE INTO price_range (item, unit, from_date, low, high, cost) VALUES ('运输', '吨', '2020-01-01', 10000, 20000, 8000);", { write: true });

// 1,500 yuan within the open range: oral; more of it, or another price: usual.
export async function draftContract(client, customer, values = {}) {
  const answer = (await client.submit(`/contract/new/${customer}`, `/contract/new/${customer}`, { ...TERMS, quantity: ['10'], price: ['150'], ...values })).is(303);
  return Number(/\/contract\/(\d+)/.exec(answer.location)[1]);
}

export async function submitContract(instance, client, contract) {
  const { version } = instance.store(`SELECT version FROM contract WHERE id = ${contract};`)[0];
  const at = `/contract/${contract}/submit/${version}`;
  (await client.submit(at, at)).is(303);
  return instance.store(`SELECT approval_id AS id FROM contract WHERE id = ${contract};`)[0].id;
}

// A new revision of what came back, with other values.
export async function reviseContract(instance, client, contract, values) {
  const { version } = instance.store(`SELECT version FROM contract WHERE id = ${contract};`)[0];
  (await client.submit(`/contract/${contract}`, `/contract/${contract}/revise`, { version })).is(303);
  (await client.submit(`/contract/${contract}/edit`, `/contract/${contract}/edit`, values)).is(303);
}

// { contract, request }
export async function askFor(instance, client, customer, values) {
  const contract = await draftContract(client, customer, values);
  return { contract, request: await submitContract(instance, client, contract) };
}

export const actOn = (client, request, event, values = {}) => client.submit(`/approval/${request}`, `/approval/${request}`, { event, ...values });

// A customer that somebody drafts contracts for: of their own unit.
export const customerOf = (instance, login) => instance.store(`SELECT min(c.id) AS id FROM customer c JOIN person p ON p.unit_id = c.unit_id WHERE p.login = '${login}';`)[0].id;

// For acts.mjs.
export function approvalActs(acts) {
  const ask = async () => {
    openPrices(acts.instance);
    const clerk = await acts.as('sales_clerk');
    return askFor(acts.instance, clerk, customerOf(acts.instance, clerk.login));
  };
  const delegation = async (manager) => {
    acts.sql(`INSERT INTO delegation (id, from_id, to_id, kind, from_date, to_date, reason, created_at) SELECT ${acts.next}, p.id, (SELECT min(id) FROM person WHERE id <> p.id), '',
      '2020-01-01', '2199-01-01', '', 1 FROM person p WHERE p.login = '${manager.login}';`);
    return acts.instance.store('SELECT max(id) AS id FROM delegation;')[0].id;
  };
  return {
    '/approval/{request}': async (send) => {
      const { request } = await ask();
      const manager = await acts.as('sales_manager');
      const form = (await manager.get(`/approval/${request}`)).is(200).page;
      return send(() => manager.send(form, `/approval/${request}`, { event: 'approve', opinion: '同意' }));
    },
    '/approval/delegation': async (send) => {
      const manager = await acts.as('sales_manager');
      const form = (await manager.get('/approval/delegation')).is(200).page;
      return send(() => manager.send(form, '/approval/delegation', { to: acts.instance.account('sales_clerk').login, from_date: '2099-01-01', to_date: '2099-01-31' }));
    },
    '/approval/delegation/{delegation}/end': async (send) => {
      const manager = await acts.as('sales_manager');
      const id = await delegation(manager);
      return send(() => manager.post(`/approval/delegation/${id}/end`));
    },
  };
}

// For states.mjs: requests in every standing, prepared with signed-in clients.
export async function prepareApprovals(instance, sign) {
  openPrices(instance);
  const [clerk, manager] = [await sign('sales_clerk'), await sign('sales_manager')];
  const customer = customerOf(instance, clerk.login);
  const fresh = await askFor(instance, clerk, customer, { due: ['payment', 'delivery'], date: ['2026-03-01', '2026-04-01'], sum: ['1500', ''], remark: ['一次付清', ''] });
  const revised = await askFor(instance, clerk, customer);
  (await actOn(manager, revised.request, 'decline', { opinion: '价格太低，<b>"请重新核算。', 'finding.economic': 'no', 'remark.economic': '低于成本' })).is(303);
  await reviseContract(instance, clerk, revised.contract, { payment: '款到发货', price: ['180'] });
  const again = await submitContract(instance, clerk, revised.contract);
  const asked = await askFor(instance, clerk, customer, { quantity: ['1000'] });
  (await actOn(manager, asked.request, 'ask', { opinion: '为什么是这个价格？' })).is(303);
  const done = await askFor(instance, clerk, customer);
  (await actOn(manager, done.request, 'approve', { opinion: '同意' })).is(303);
  (await manager.submit('/approval/delegation', '/approval/delegation', { to: instance.account('finance').login, from_date: '2099-01-01', to_date: '2099-01-31', reason: '出差' })).is(303);
  instance.store(`UPDATE approval_seat SET due_at = ${Date.now() - 90_000_000}, escalated_at = 1 WHERE approval_id = ${asked.request} AND state = 'open';`, { write: true });
  return { fresh: fresh.request, again, declined: revised.request, asked: asked.request, done: done.request };
}

export function approvalStates({ get, send, approvals }) {
  const at = (request) => `/approval/${request}`;
  return [
    get('approvals that wait', 'sales_manager', '/approval'),
    get('no approvals wait', 'technical', '/approval'),
    get('my requests', 'sales_clerk', '/approval/mine'),
    get('no requests of mine', 'technical', '/approval/mine'),
    get('approvals dealt with', 'sales_manager', '/approval/done'),
    get('no approvals dealt with', 'technical', '/approval/done'),
    get('home with approvals', 'sales_manager', '/'),
    get('a request to judge', 'sales_manager', at(approvals.fresh)),
    get('a request that came again', 'sales_manager', at(approvals.again)),
    get('a request, by who asked', 'sales_clerk', at(approvals.fresh)),
    get('a request with a question', 'sales_clerk', at(approvals.asked)),
    get('a request that was declined', 'sales_clerk', at(approvals.declined)),
    get('a request that was approved', 'sales_manager', at(approvals.done)),
    send('declined without a reason', 'sales_manager', at(approvals.fresh), at(approvals.fresh), { event: 'decline', opinion: '' }, 422),
    send('forwarded to nobody', 'sales_manager', at(approvals.fresh), at(approvals.fresh), { event: 'forward', to: '查无此人', opinion: '请<b>代办' }, 422),
    send('judged what had changed', 'sales_manager', at(approvals.fresh), at(approvals.fresh), { event: 'approve', seen: 'f'.repeat(64) }, 409),
    get('delegation', 'sales_manager', '/approval/delegation'),
    get('no delegation', 'technical', '/approval/delegation'),
    get('delegation received', 'finance', '/approval/delegation'),
    send('delegation refused', 'sales_manager', '/approval/delegation', '/approval/delegation', { to: '<b>', from_date: '昨天', to_date: '2020-01-01', reason: 'x'.repeat(101) }, 422),
  ];
}
