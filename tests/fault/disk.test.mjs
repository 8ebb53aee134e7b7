// The whole home lies on a disk that fails: what can be read is shown, what can't be stored is refused with a reason, nothing is
// half stored, and everything works again by itself.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, signedIn } from '../support/client.mjs';
import { beginDiskFault, endDiskFault, failingDisk } from '../support/faults.mjs';
import { PROGRAMS, startInstance } from '../support/instance.mjs';
import { until } from '../support/until.mjs';

const PHONE = '19599998888';

let instance;
let clerk;
let id;
before(async () => {
  instance = await startInstance({ customers: 20, setUp: failingDisk('', PROGRAMS) });
  clerk = await signedIn(instance, 'archive_clerk');
  id = Number(/\d+/.exec((await clerk.submit('/customer/new', '/customer/new', { name: '磁盘公司', phone: PHONE })).is(303).location)[0]);
  await clerk.visit('/');
});
after(() => instance.stop());

const create = (name) => clerk.submit('/customer/new', '/customer/new', { name, phone: '19500001234', remarks: '备注' });
const reveal = () => clerk.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' });
const stored = (name) => instance.store(`SELECT c.id, (SELECT count(*) FROM field_value v WHERE v.kind = 1 AND v.record_id = c.id) AS fields,
  (SELECT count(*) FROM field_value v WHERE v.kind = 1 AND v.record_id = c.id AND v.box IS NOT NULL) AS sealed,
  (SELECT count(*) FROM history h WHERE h.customer_id = c.id) AS changes FROM customer c WHERE c.name = '${name}';`);
const works = async () => (await reveal()).status === 200 && (await create(`恢复${Date.now()}公司`)).status === 303;

function assertWhole(name) {
  const [row, ...more] = stored(name);
  assert.deepEqual(more, []);
  assert.ok(row && row.fields === 2 && row.sealed === 1 && row.changes >= 1, `${name}: ${JSON.stringify(row)}`);
}

for (const fault of ['ENOSPC', 'EROFS', 'EIO'])
  describe(fault, () => {
    test('pages are shown, nothing is stored or disclosed, the reason is said', async () => {
      beginDiskFault(instance, fault);
      try {
        for (const path of ['/', '/customer', `/customer/${id}`, `/customer/${id}/history`, `/customer/${id}/edit`, '/account'])
          (await clerk.get(path)).is(200);
        const refused = await create(`${fault}公司`);
        refused.is(503);
        assert.match(refused.page.text, /暂时/);
        const hidden = (await reveal()).is(503);
        assert.ok(!hidden.body.includes(PHONE));
        (await clerk.post(`/customer/${id}/edit`, { name: '磁盘公司', goods: '焦炭', version: '1' })).is(503);
        (await clerk.post('/account/language', { lang: 'zh', next: '/' })).is(503);
      } finally {
        endDiskFault(instance);
      }
      await until('it works again by itself', works, 20_000);
      assert.deepEqual(stored(`${fault}公司`), []);
      assert.equal(instance.store(`SELECT version FROM customer WHERE id = ${id};`)[0].version, 1);
    });
  });

test('the disk fails at the n-th operation: what was acknowledged is there whole, what was refused is not there', async () => {
  const outcomes = new Set();
  for (const [i, n] of [0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48, 64, 90, 130, 200, 400].entries()) {
    const name = `第${n}次公司`;
    beginDiskFault(instance, `${['EIO', 'ENOSPC'][i % 2]} ${n}`);
    const answer = await create(name).finally(() => endDiskFault(instance));
    outcomes.add(answer.status);
    await until('it works again', works, 20_000);
    if (answer.status === 303) assertWhole(name);
    else {
      answer.is(503);
      assert.deepEqual(stored(name), [], name);
    }
  }
  assert.deepEqual([...outcomes].sort(), [303, 503], 'early faults refuse, late ones come after the commit');
});

test('nobody could sign in while nothing could be counted, and afterwards can', async () => {
  beginDiskFault(instance, 'ENOSPC');
  const { login, password } = instance.account('sales');
  const visitor = new Client(instance);
  (await visitor.signIn(login, password).finally(() => endDiskFault(instance))).is(503);
  await until('signing in works', async () => (await visitor.signIn(login, password)).status === 303);
});

test('afterwards databases and log are sound', () => {
  assert.deepEqual(instance.store('PRAGMA foreign_key_check;'), []);
  const verified = instance.kedang(['verify']);
  assert.equal(verified.code, 0, verified.stderr);
});
