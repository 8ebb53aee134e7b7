// Backups while people write and look, on a disk that fails, and killed at any moment (OPS-1): what was acknowledged before one
// began is in it, every disclosure that left a trace has its record, and what fails or dies leaves the older ones as they were.
// tests/run: alone
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { backupKey, backupsIn, faults, LOG, start, STORE } from '../support/backup.mjs';
import { signedIn } from '../support/client.mjs';
import { preloadable } from '../support/faults.mjs';
import { kedang, newHome, removeHome, startInstance } from '../support/instance.mjs';
import { until } from '../support/until.mjs';

const PHONE = '19561234567';
const preload = preloadable();

let instance;
let folder;
let secret;
let id;
before(async () => {
  instance = await startInstance({ customers: 3000 });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), '备份 故障 '));
  secret = backupKey(instance.home);
  const clerk = await signedIn(instance, 'archive_clerk');
  id = Number(/\d+/.exec((await clerk.submit('/customer/new', '/customer/new', { name: '查看对象公司', phone: PHONE })).location)[0]);
  clerk.close();
});
after(async () => {
  await instance.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

// Looks at a value, and then writes a customer that names the look: if that customer is in a copy, so must be the record.
class Worker {
  looked = [];
  created = [];
  going = true;

  constructor(client, name) {
    this.client = client;
    this.name = name;
  }

  async run() {
    for (let i = 0; this.going; i++) {
      const shown = (await this.client.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' })).is(200);
      assert.ok(shown.body.includes(PHONE));
      this.looked.push(shown.number);
      const name = `因查看${shown.number}公司`;
      (await this.client.post('/customer/new', { name, phone: `1957${this.name}${String(i).padStart(6, '0')}`, owner: this.client.login })).is(303);
      this.created.push(name);
    }
  }
}

function restored(file) {
  const home = newHome();
  const result = kedang(home, ['restore', file, '--key', secret]);
  assert.equal(result.code, 0, result.stderr);
  return home;
}

test('what was acknowledged before is in it, and the log is never behind the store', async () => {
  const workers = await Promise.all([1, 2, 3, 4].map(async (n) => new Worker(await signedIn(instance, 'archive_clerk'), n)));
  const running = workers.map((worker) => worker.run());
  const all = (what) => workers.flatMap((worker) => worker[what]);
  for (let round = 0; round < 5; round++) {
    const count = all('created').length;
    await until('writes go on', () => all('created').length >= count + 20, 20_000);
    const [looked, created] = [all('looked'), all('created')];
    const file = path.join(folder, `load ${round}.backup`);
    const { ended } = start(instance.home, ['backup', file]);
    const result = await ended;
    assert.equal(result.code, 0, result.stderr);
    assert.ok(all('created').length > created.length, 'they went on meanwhile');
    const home = restored(file); // which also verifies the log
    const rows = (name, statement) => instance.sql(path.join(home, name), statement);
    const names = new Set(rows(STORE, "SELECT name FROM customer WHERE name LIKE '因查看%';").map((row) => row.name));
    const requests = new Set(rows(LOG, 'SELECT request FROM access WHERE result = 1;').map((row) => row.request));
    for (const name of created) assert.ok(names.has(name), `${name} was acknowledged before`);
    for (const number of looked) assert.ok(requests.has(number), `look ${number} was acknowledged before`);
    for (const name of names) assert.ok(requests.has(/因查看(.*)公司/.exec(name)[1]), `${name} is in the store, its look is not in the log`);
    removeHome(home);
  }
  for (const worker of workers) worker.going = false;
  await Promise.all(running);
  workers.forEach((worker) => worker.client.close());
});

const sound = (name) => kedang(path.join(folder, 'no home'), ['backup', '--check', name, '--key', secret], { env: { TMPDIR: folder } });

// A backup onto a disk that fails at its n-th operation; gives what came of it.
function onFailingDisk(fault, under, to) {
  const control = path.join(folder, 'failio');
  fs.symlinkSync(fault, control);
  try {
    return kedang(instance.home, ['backup', to], { env: { LD_PRELOAD: preload, FAILIO_CONTROL: control, FAILIO_UNDER: fs.realpathSync(under) } });
  } finally {
    fs.rmSync(control);
  }
}

test('a disk that fails: one line, nothing new, the older ones as they were', () => {
  const to = path.join(folder, 'disk');
  fs.mkdirSync(to);
  assert.equal(instance.kedang(['backup', to]).code, 0);
  const codes = new Set();
  for (const [under, faultNames] of [[to, ['ENOSPC', 'EIO', 'EDQUOT', 'ESYNC']], [instance.path('backup'), ['ENOSPC', 'EIO']]])
    for (const fault of faultNames)
      for (const n of [0, 1, 2, 5, 20, 60, 1000]) {
        const before = fs.readdirSync(to).sort();
        const result = onFailingDisk(`${fault} ${n}`, under, to);
        codes.add(result.code);
        const what = `${fault} ${n} in ${path.basename(under)}`;
        const fresh = fs.readdirSync(to).filter((name) => !before.includes(name));
        if (result.code === 0) {
          assert.equal(fresh.length, 1, what);
          assert.equal(sound(path.join(to, fresh[0])).code, 0, what);
          continue;
        }
        assert.equal(faults(result).length, 1, `${what}: ${result.stderr}`);
        assert.match(faults(result)[0], /No space|Input\/output|quota/, what);
        assert.deepEqual(fs.readdirSync(to).sort(), before, what);
        assert.ok(!fs.readdirSync(instance.path('backup')).some((name) => name.startsWith('copy-')), what);
      }
  assert.deepEqual([...codes].sort(), [0, 1], 'some came through, some did not');
  for (const name of backupsIn(to)) assert.equal(sound(path.join(to, name)).code, 0, name);
});

test('a restore onto a disk that fails leaves an empty home', () => {
  const file = path.join(folder, backupsIn(folder)[0]);
  for (const fault of ['ENOSPC 0', 'ENOSPC 3', 'EIO 40', 'EDQUOT 100', 'ESYNC 2']) {
    const home = newHome();
    fs.mkdirSync(home);
    const control = path.join(folder, 'failio');
    fs.symlinkSync(fault, control);
    const result = kedang(home, ['restore', file, '--key', secret], { env: { LD_PRELOAD: preload, FAILIO_CONTROL: control, FAILIO_UNDER: fs.realpathSync(home) } });
    fs.rmSync(control);
    assert.equal(result.code, 1, fault);
    assert.equal(faults(result).length, 1, result.stderr);
    assert.deepEqual(fs.readdirSync(home), [], fault);
    removeHome(home);
  }
});

test('killed at any moment: the older ones stay, nothing half-done is taken for one', async () => {
  const to = path.join(folder, 'killed');
  fs.mkdirSync(to);
  const timed = Date.now();
  assert.equal(instance.kedang(['backup', to]).code, 0);
  const whole = Date.now() - timed;
  const first = backupsIn(to)[0];
  let [died, left] = [0, 0];
  const parts = () => fs.readdirSync(to).filter((name) => name.endsWith('.part') && fs.statSync(path.join(to, name)).size > 0);
  for (let i = 0; i < 60 && (died < 15 || left === 0); i++) {
    const before = parts();
    const { child, ended } = start(instance.home, ['backup', to, '--keep', '100']);
    if (i % 3 > 0) await until('it has begun', () => child.exitCode !== null || parts().some((name) => !before.includes(name)));
    await pause(((i % 10) / 12) * whole * (i % 2));
    child.kill('SIGKILL');
    if ((await ended).signal === 'SIGKILL') died++;
    left = Math.max(left, parts().length);
    assert.ok(left <= 1, 'each removes what the one before left');
  }
  assert.ok(died >= 15 && left === 1, `${died} died, ${left} left something`);
  assert.ok(backupsIn(to).includes(first));
  for (const name of backupsIn(to)) assert.equal(sound(path.join(to, name)).code, 0, name);
  const empty = path.join(to, 'kedang-20200101T000000.000Z.backup.part'); // killed before it had a header
  fs.writeFileSync(empty, '');
  for (const name of fs.readdirSync(to).filter((found) => found.endsWith('.part'))) fs.utimesSync(path.join(to, name), 1, 1);
  assert.equal(instance.kedang(['backup', to, '--keep', '1']).code, 0);
  assert.equal(fs.readdirSync(to).length, 1);
  assert.deepEqual(fs.readdirSync(instance.path('backup')).sort(), ['lock', 'public']);
});

test('Ctrl-C: one line, nothing left, and only one backup at a time', async () => {
  const to = path.join(folder, 'interrupted');
  fs.mkdirSync(to);
  const first = start(instance.home, ['backup', to]);
  await until('it has begun', () => fs.readdirSync(to).length > 0);
  first.child.kill('SIGSTOP');
  const second = instance.kedang(['backup', to]);
  assert.equal(second.code, 1);
  assert.match(faults(second).join(), /another backup/);
  first.child.kill('SIGINT');
  first.child.kill('SIGCONT');
  const ended = await first.ended;
  assert.equal(ended.signal, 'SIGINT');
  assert.match(faults(ended).join(), /interrupted/);
  assert.deepEqual(fs.readdirSync(to), []);
});

test('a restore that is killed leaves a home that the next one takes', async () => {
  const file = path.join(folder, backupsIn(folder)[0]);
  const home = newHome();
  let died = 0;
  for (let i = 0; i < 8; i++) {
    const { child, ended } = start(home, ['restore', file, '--key', secret]);
    await until('it unpacks', () => fs.existsSync(path.join(home, '.restoring', 'db', 'kedang.db')));
    await pause(i * 4);
    child.kill('SIGKILL');
    if ((await ended).signal !== 'SIGKILL') break; // it was quicker
    died++;
    assert.ok(!fs.existsSync(path.join(home, 'db')), 'no home yet');
  }
  assert.ok(died > 0);
  if (!fs.existsSync(path.join(home, 'db'))) assert.equal(kedang(home, ['restore', file, '--key', secret]).code, 0);
  assert.equal(kedang(home, ['verify']).code, 0);
  removeHome(home);
});
