// The home: what `kedang run` needs of it, what `kedang init` makes of it, and that several lie side by side.
// Not here: what is killed comes back, and nothing is left running (supervision.test.mjs).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client } from '../support/client.mjs';
import { freePort, kedang, prepareHome, processesIn, removeHome, startHome } from '../support/instance.mjs';
import { until } from '../support/until.mjs';

let home;
before(() => { home = prepareHome({ customers: 5 }); });
after(() => removeHome(home));

// The tool says what is wrong in one line, names itself, and leaves nothing behind.
async function refuses(at, args, message, env = {}) {
  const result = kedang(at, args, { env, timeout: 30_000 });
  assert.notEqual(result.code, 0, result.stdout);
  const lines = result.stderr.trim().split('\n');
  assert.equal(lines.length, 1, result.stderr);
  assert.match(lines[0], message);
  assert.deepEqual(processesIn(at), []);
}

test('a home that was never set up, an empty folder, a file', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), '空 '));
  const port = String(await freePort());
  await refuses(path.join(folder, 'nicht da'), ['run', '--port', port], /init/);
  fs.mkdirSync(path.join(folder, 'leer'));
  await refuses(path.join(folder, 'leer'), ['run', '--port', port], /init/);
  fs.writeFileSync(path.join(folder, 'datei'), '');
  await refuses(path.join(folder, 'datei'), ['run', '--port', port], /datei/);
  fs.rmSync(folder, { recursive: true });
});

test('two homes side by side', async () => {
  const other = prepareHome({ customers: 5, seed: 8 });
  const instances = await Promise.all([startHome(home), startHome(other)]);
  for (const instance of instances) (await new Client(instance).get('/login')).is(200);
  await instances[0].stop({ remove: false });
  (await new Client(instances[1]).get('/login')).is(200);
  await instances[1].stop();
});

test('it listens on this machine only, unless told otherwise', async () => {
  const instance = await startHome(home);
  const sockets = fs.readFileSync('/proc/net/tcp', 'utf8').split('\n').map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === '0A' && parseInt(columns[1]?.split(':')[1], 16) === instance.port).map((columns) => columns[1].split(':')[0]);
  assert.deepEqual([...new Set(sockets)], ['0100007F']);
  await instance.stop({ remove: false });
});

test('it tells the address and the demo accounts', async () => {
  const instance = await startHome(home);
  assert.ok(instance.output.includes(instance.url));
  for (const account of instance.accounts) await until(`${account.login} is told`, () => instance.output.includes(account.login));
  await instance.stop({ remove: false });
});

test('no home is made where something else lies, and an existing one stays as it is', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), '别的 '));
  fs.writeFileSync(path.join(folder, 'andere.txt'), 'x');
  const result = kedang(folder, ['init']);
  assert.notEqual(result.code, 0);
  assert.equal(result.stderr.trim().split('\n').length, 1);
  assert.deepEqual(fs.readdirSync(folder), ['andere.txt']);
  fs.rmSync(folder, { recursive: true });
  const key = fs.readFileSync(path.join(home, 'custody', 'key'));
  assert.equal(kedang(home, ['init']).code, 0);
  assert.equal(kedang(home, ['init', '--if-needed']).code, 0);
  assert.deepEqual(fs.readFileSync(path.join(home, 'custody', 'key')), key);
});

test('what init makes is for its user alone', () => {
  for (const name of ['custody/key', 'db/kedang.db', 'login/credential.db', 'login', 'demo.json']) {
    const { mode } = fs.statSync(path.join(home, name));
    assert.equal(mode & 0o077, 0, name);
  }
});
