// The states of the pages of contracts (see states.mjs).
import { signedIn } from './client.mjs';

const TEXT = '货物由甲方送到乙方指定的仓库，卸货由乙方负责，运输途中的损失由甲方承担。';
const FULL = {
  title: 'Steel 钢 <b>"', our_party: '示范钢铁物流公司', other_party: '对方公司', subject: TEXT, valid_from: '2026-01-01', valid_to: '2026-12-31', payment: '货到三十日内付款', delivery: '十日内送到',
  credit_on: '2026-01-01', credit_result: 'good', license: 'yes', certificates: '授权委托书，档案室二号柜', note: '含装卸<b>', special_packing: 'yes',
  item: ['运输', '装卸'], unit: ['吨', '吨'], quantity: ['1000', '12.5'], price: ['150', '80'], due: ['payment', 'delivery'], date: ['2026-03-01', '2026-02-01'], sum: ['151000', ''], remark: ['一次付清', '第一批'],
};

// One of everything, drafted by the director of sales.
export async function prepareContracts(instance) {
  const director = await signedIn(instance, 'sales_director');
  const [{ id: customer }] = instance.store(`SELECT min(c.id) AS id FROM customer c JOIN unit u ON u.id = c.unit_id
    WHERE u.path LIKE (SELECT m.path || '%' FROM person p JOIN unit m ON m.id = p.unit_id WHERE p.login = '${director.login}');`);
  instance.store(`INSERT OR IGNORE INTO price_range (item, unit, from_date, low, high, cost) VALUES ('运输', '吨', '2020-01-01', 10000, 20000, 8000);`, { write: true });
  const draft = async (values) => {
    const answer = (await director.submit(`/contract/new/${customer}`, `/contract/new/${customer}`, values)).is(303);
    return Number(/\/contract\/(\d+)/.exec(answer.location)[1]);
  };
  const full = await draft(FULL);
  const bare = await draft({ title: 'Title only' });
  const revised = await draft(FULL);
  (await director.post(`/contract/${revised}/revise`, { version: 1 })).is(303);
  (await director.submit(`/contract/${revised}/edit`, `/contract/${revised}/edit`, { delivery: '五日内送到上海港', note: '', price: ['160', '80'], subject: `${TEXT}验收在卸货时进行。` })).is(303);
  const submitted = await draft(FULL);
  (await director.submit(`/contract/${submitted}/submit/1`, `/contract/${submitted}/submit/1`)).is(303);
  const declined = await draft(FULL);
  (await director.submit(`/contract/${declined}/submit/1`, `/contract/${declined}/submit/1`)).is(303);
  instance.store(`UPDATE contract SET state = 'draft' WHERE id = ${declined};`, { write: true });
  return { customer, full, bare, revised, submitted, declined };
}

export function contractStates({ get, send }, { customer, full, bare, revised, submitted, declined }) {
  const by = 'sales_director';
  const fresh = `/contract/new/${customer}`;
  const edit = `/contract/${full}/edit`;
  return [
    get('contracts, none yet', 'sales', '/contract'),
    get('contracts', 'finance', '/contract'),
    get('contracts, none of the state', 'finance', '/contract?state=approved'),
    get('contracts of a customer', by, `/contract?customer=${customer}&state=draft`),
    get('new contract', by, fresh),
    send('new contract, all wrong', by, fresh, fresh, { title: '', amount: '很多<b>', valid_from: '明天', credit_on: '2999-01-01', item: '字'.repeat(90), unit: '', quantity: '二', price: '-1', due: 'payment', date: 'x', sum: 'y', remark: '<b>' }, 422),
    send('new contract, more rows', by, fresh, fresh, { title: 'More', item: '运输', unit: '吨', quantity: '3', price: '150', more: 'line' }, 200),
    get('contract, much missing', by, `/contract/${bare}`),
    get('contract, complete', by, `/contract/${full}`),
    get('contract for a reader', 'finance', `/contract/${revised}`),
    get('contract, submitted', by, `/contract/${submitted}?notice=contract-submitted`),
    get('contract that came back', by, `/contract/${declined}`),
    get('contract, an earlier revision', by, `/contract/${revised}/revision/1`),
    get('edit contract', by, edit),
    send('edit contract, conflict', by, edit, edit, { version: '0', title: 'Another', delivery: '', quantity: ['7', '12.5'] }, 409),
    send('new revision, somebody was first', by, `/contract/${full}`, `/contract/${full}/revise`, { version: '0' }, 409),
    get('two revisions', by, `/contract/${revised}/compare?from=1&to=2`),
    get('two revisions, the same', by, `/contract/${revised}/compare?from=2&to=2`),
    get('submit a contract', by, `/contract/${full}/submit/1`),
    send('submit a contract, not complete', by, `/contract/${bare}/submit/1`, `/contract/${bare}/submit/1`, {}, 409),
  ];
}
