// When a look can't be recorded, nothing is shown (CONF-3): on every route that can disclose, whatever it is that fails. The
// rest of the system goes on, and when the fault is over everything works again by itself.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ENGLISH, signedIn } from '../support/client.mjs';
import { FAULTS, failingDisk } from '../support/faults.mjs';
import { startInstance } from '../support/instance.mjs';
import { fillPath } from '../support/scope.mjs';
import { until } from '../support/until.mjs';
import { fullForm, isSealed, loadFields, shapesOf } from '../support/values.mjs';

let instance;
let clerk;
let english;
let auditor;
let id;
let contact;
let planted;
let sealedKeys;

before(async () => {
  instance = await startInstance({ customers: 30, setUp: failingDisk('custody', ['custodian']) });
  [clerk, english, auditor] = [await signedIn(instance, 'archive_clerk'), await signedIn(instance, 'archive_clerk', ENGLISH), await signedIn(instance, 'auditor')];
  const [{ id: any }] = instance.store('SELECT min(id) AS id FROM customer;');
  const { customerFields, contactFields } = await loadFields(instance, clerk, any);
  const [values, contactValues] = [fullForm(customerFields, 3000), fullForm(contactFields, 3500)];
  id = Number(/\d+/.exec((await clerk.submit('/customer/new', '/customer/new', values)).is(303).location)[0]);
  (await clerk.submit(`/customer/${id}/contact/new`, `/customer/${id}/contact/new`, contactValues)).is(303);
  contact = instance.store(`SELECT id FROM contact WHERE customer_id = ${id};`)[0].id;
  planted = [...customerFields.filter(isSealed).flatMap((field) => shapesOf(field, values[field.key])),
    ...contactFields.filter(isSealed).flatMap((field) => shapesOf(field, contactValues[field.key]))];
  sealedKeys = [...new Set([...customerFields, ...contactFields].filter(isSealed).map((field) => field.key))];
  for (const path of ['/', '/customer']) await clerk.visit(path);
});
after(() => instance.stop());

let fresh = 0;
const GOOD = { purpose: 'contact', purpose_text: '核对三月货款账号' };

// Everything that could show a value or needs the log: as [name, request].
function disclosing(client) {
  const routes = instance.routes.filter((route) => route.discloses);
  assert.ok(routes.length >= 2);
  return [
    ...routes.map((route) => [`${route.method} ${route.path}`, () => client.post(fillPath(route.path, { id, contact }), { field: sealedKeys, ...GOOD, password: instance.account(client.role).password })]),
    ['search by value', () => client.post('/customer/search', { q: planted.find((value) => /^195\d{8}$/.test(value)) })],
  ];
}

function assertRefused(answer, what) {
  assert.equal(answer.status, 503, `${what}: ${answer.page.text.slice(0, 300)}`);
  assert.ok(!planted.some((value) => answer.body.includes(value)), `${what} shows a value`);
  assert.ok(answer.page.all('h1').length === 1 && answer.page.text.length > 60, `${what} says why`);
  assert.match(answer.headers['cache-control'], /no-store/, what);
}

async function assertRestWorks() {
  for (const path of ['/', '/customer', '/customer?q=%E5%85%AC%E5%8F%B8', `/customer/${id}`, `/customer/${id}/history`, `/customer/${id}/edit`, `/customer/${id}/reveal`, '/account']) {
    const answer = (await clerk.get(path)).is(200);
    assert.ok(!planted.some((value) => answer.body.includes(value)), path);
  }
  (await clerk.submit(`/customer/${id}/edit`, `/customer/${id}/edit`, { goods: `货物 ${Math.random()}` })).is(303, 'open fields can be changed');
}

async function works() {
  const answers = await Promise.all([...disclosing(clerk).map(([, send]) => send()), auditor.get('/audit')]);
  return answers.every((answer) => answer.status === 200 || answer.location === `/customer/${id}?notice=found-by-value`);
}

for (const fault of FAULTS)
  describe(fault.name, () => {
    test('nothing is shown, the reason is said, the rest works; afterwards everything works again', async () => {
      await until('it works', works);
      const seq = instance.access().at(-1).seq;
      await fault.begin(instance);
      try {
        const { version } = instance.store(`SELECT version FROM customer WHERE id = ${id};`)[0];
        const sealing = ['sealing', () => clerk.post(`/customer/${id}/edit`, { version, name: '封存公司', phone: `195${String(++fresh).padStart(8, '0')}` })];
        const requests = [...disclosing(clerk), ...disclosing(english), ['the log itself', () => auditor.get('/audit')], ['a record of it', () => auditor.get('/audit/1')],
          ...(fault.seals ? [] : [sealing])];
        const answers = await Promise.all(requests.map(async ([what, send]) => [what, await send()]));
        for (const [what, answer] of answers) assertRefused(answer, what);
        const inChinese = answers[0][1].page.text;
        const inEnglish = answers[disclosing(clerk).length][1].page.text;
        assert.ok(inChinese.includes('没有泄露') || inChinese.includes('暂时'), inChinese);
        assert.ok(/available|moment/.test(inEnglish), inEnglish);
        await assertRestWorks();
      } finally {
        await fault.end(instance);
      }
      await until('it works again by itself', works, 20_000);
      const since = instance.access(`seq > ${seq}`);
      assert.ok(since.some((record) => record.result === 1));
      assert.equal(instance.kedang(['verify']).code, 0, instance.kedang(['verify']).stderr);
    });
  });

test('what was refused for want of a log is counted in it afterwards', () => {
  assert.ok(instance.access('result = 11').length > 0, 'RESULT_OUTAGE');
});
