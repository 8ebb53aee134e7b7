// The acts on contracts (see acts.mjs), each on a draft of its own.
const TEXT = { title: '故障合同', our_party: '我们', other_party: '他们', subject: '运输', valid_from: '2026-01-01', valid_to: '2026-12-31', payment: '月结', delivery: '十日内',
  credit_on: '2026-01-01', credit_result: 'good', license: 'yes', item: '运输', unit: '吨', quantity: '10', price: '150' };

export function contractActs(acts) {
  let known; // a customer of the seller's
  const customer = async (sales) => {
    known ??= Number(/\d+/.exec((await sales.post('/customer/new', { name: '合同故障物流有限公司', owner: sales.login })).is(303).location)[0]);
    return known;
  };
  const drafted = async (sales) => Number(/\/contract\/(\d+)/.exec((await sales.post(`/contract/new/${await customer(sales)}`, TEXT)).is(303).location)[1]);
  const withDraft = (act) => async (send) => {
    const sales = await acts.as('sales');
    const id = await drafted(sales);
    return send(() => act(sales, id));
  };
  return {
    '/contract/new/{id}': async (send) => {
      const sales = await acts.as('sales');
      const id = await customer(sales);
      return send(() => sales.post(`/contract/new/${id}`, TEXT));
    },
    '/contract/{contract}/edit': withDraft((sales, id) => sales.post(`/contract/${id}/edit`, { ...TEXT, version: 1, subject: `运输${acts.next}` })),
    '/contract/{contract}/revise': withDraft((sales, id) => sales.post(`/contract/${id}/revise`, { version: 1 })),
    '/contract/{contract}/submit/{version}': withDraft((sales, id) => sales.post(`/contract/${id}/submit/1`)),
  };
}
