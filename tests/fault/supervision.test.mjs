// `kedang run`: what it starts stays up whatever is killed, and is gone when it ends, however it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, Instance, kedang, prepareHome, PROGRAMS, removeHome, startHome, WEB_PROGRAMS } from '../support/instance.mjs';
import { until } from '../support/until.mjs';

const BACK_MS = 5000; // promised: about 2 s; a loaded machine may take longer

// Every process whose working directory is the home or below it: runsv and what it starts.
function allIn(home) {
  const real = fs.realpathSync(home);
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const folder = fs.readlinkSync(`/proc/${pid}/cwd`);
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
      return command !== '' && (folder === real || folder.startsWith(`${real}/`)) ? [{ pid: Number(pid), command }] : [];
    } catch {
      return []; // gone meanwhile
    }
  });
}

const nothingLeft = (home) => until('nothing is left running', () => allIn(home).length === 0, 30_000)
  .catch((error) => { throw new Error(`${error.message}: ${JSON.stringify(allIn(home))}`); });

const runsvOf = (home, service) => allIn(home).filter(({ command }) => command === `runsv run/service/${service}`).map(({ pid }) => pid);

async function answers(instance) {
  for (const page of ['/login', '/customer', '/audit']) {
    const answer = await fetch(instance.url + page, { redirect: 'manual', method: 'HEAD' }).catch(() => null);
    if (answer === null || answer.status >= 500) return false;
  }
  return true;
}

// Kills one process; waits until all of `ending` have ended, as many others run instead, and every page is there.
async function killAndWait(instance, pid, ending, pidsNow) {
  const old = new Set(ending);
  process.kill(pid, 'SIGKILL');
  await until('what was killed has ended', () => !pidsNow().some((now) => old.has(now)), BACK_MS);
  await until('it is replaced', () => pidsNow().filter((now) => !old.has(now)).length >= old.size, BACK_MS);
  await until('all answer again', () => answers(instance), BACK_MS);
}

describe('whatever is killed comes back', () => {
  let instance;
  before(async () => {
    const home = prepareHome({ customers: null });
    instance = await startHome(home);
  });
  after(() => instance.stop());

  for (const program of [...PROGRAMS, 'nginx']) {
    test(`${program}, which takes its workers with it`, async () => {
      const pids = () => instance.pids(program);
      await killAndWait(instance, instance.pids(program, { worker: false })[0], pids(), pids);
    });
  }

  for (const program of [...WEB_PROGRAMS, 'nginx']) {
    test(`a worker of ${program}`, async () => {
      const [pid] = instance.pids(program, { worker: true });
      await killAndWait(instance, pid, [pid], () => instance.pids(program));
    });
  }

  for (const service of ['login', 'custodian', 'nginx']) {
    test(`the supervisor of ${service}, which takes that with it`, async () => {
      const pids = () => [...runsvOf(instance.home, service), ...instance.pids(service)];
      await killAndWait(instance, runsvOf(instance.home, service)[0], pids(), pids);
    });
  }

  test('everything but kedang run at once', async () => {
    const started = allIn(instance.home).filter(({ pid }) => pid !== instance.child.pid);
    for (const { pid } of started) spawnSync('kill', ['-KILL', String(pid)]); // some end with others
    await until('they have ended', () => !allIn(instance.home).some(({ pid }) => started.some((old) => old.pid === pid)), BACK_MS);
    await until('all answer again', () => answers(instance), 3 * BACK_MS);
  });
});

describe('nothing is left', () => {
  let home;
  before(() => { home = prepareHome({ customers: null }); });
  after(() => removeHome(home));

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    test(`after ${signal}`, async () => {
      const instance = await startHome(home);
      await instance.stop({ signal, remove: false });
      assert.deepEqual(allIn(home), []);
      assert.equal(fs.existsSync(path.join(home, 'run/login.sock')), false);
    });
  }

  test('after kill -9, and the next start waits for it', async () => {
    const first = await startHome(home);
    first.child.kill('SIGKILL');
    await until('it has ended', () => first.exit);
    const second = await startHome(home, { port: first.port });
    assert.equal(await answers(second), true);
    await second.stop({ remove: false });
    await nothingLeft(home);
  });

  test('after Ctrl-C at any moment', async () => {
    for (const milliseconds of [0, 2, 5, 10, 15, 20, 30, 45, 60, 90, 130, 200, 300]) {
      const instance = new Instance(home, await freePort(), {});
      const started = instance.start().catch(() => {}); // it may end before it has told its address
      await until('it was started', () => instance.child);
      await pause(milliseconds);
      instance.child.kill('SIGINT');
      await until('it ended', () => instance.exit, 30_000);
      await started;
      assert.deepEqual(allIn(home), [], `after ${milliseconds} ms`);
    }
  });
});

describe('what is missing is said in one line', () => {
  let home;
  before(() => { home = prepareHome({ customers: null }); });
  after(() => removeHome(home));

  function refused(args, pattern) {
    const { code, stderr } = kedang(home, ['run', ...args], { timeout: 60_000 });
    assert.notEqual(code, 0);
    assert.match(stderr, pattern);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    assert.deepEqual(allIn(home), []);
  }

  test('the port is in use', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    refused(['--port', String(server.address().port)], /端口 \d+ 已被占用.*port \d+ is in use/);
    server.close();
  });

  test('the address is not of this machine, or none', async () => {
    refused(['--port', String(await freePort()), '--address', '192.0.2.1'], /192\.0\.2\.1/);
    refused(['--port', String(await freePort()), '--address', 'localhost'], /IP/);
  });

  test('the port is no port', () => {
    for (const port of ['0', '65536', '80a', '', '-1']) refused([`--port=${port}`], /run \[--port/);
  });

  test('the key is missing or open to others', async () => {
    const key = path.join(home, 'custody/key');
    const port = String(await freePort());
    for (const mode of [0o640, 0o604, 0o620]) {
      fs.chmodSync(key, mode);
      refused(['--port', port], /custody\/key.*chmod 600/);
    }
    fs.renameSync(key, `${key}.away`);
    refused(['--port', port], /custody\/key.*kedang init/);
    fs.renameSync(`${key}.away`, key);
    fs.chmodSync(key, 0o600);
  });

  test('the home is already running', async () => {
    const first = await startHome(home);
    const { code, stderr } = kedang(home, ['run', '--port', String(await freePort())]);
    assert.notEqual(code, 0);
    assert.match(stderr, /已在运行.*already running/);
    assert.equal(await answers(first), true);
    await first.stop({ remove: false });
  });

  // After a while, because a service may need a second try; each case waits for 20 s.
  for (const [service, spoil] of [
    ['nginx', () => fs.writeFileSync(path.join(home, 'run/extra/broken.conf'), 'nonsense;')],
    ['custodian', () => fs.writeFileSync(path.join(home, 'custody/key'), 'nonsense')],
  ]) {
    test(`${service} does not start`, async () => {
      spoil();
      const { code, stderr } = kedang(home, ['run', '--port', String(await freePort())], { timeout: 60_000 });
      fs.rmSync(path.join(home, 'run/extra/broken.conf'), { force: true });
      assert.notEqual(code, 0);
      assert.match(stderr, new RegExp(`${service} 没有启动.*log/${service}\\.log.*\n.+`)); // and the last line of that log
      assert.deepEqual(allIn(home), []);
    });
  }

  // A file system of its own needs a mount namespace.
  const inside = (script, ...args) => spawnSync('unshare', ['-rm', 'sh', '-ec', script, 'sh', ...args], { encoding: 'utf8' });
  const unshare = inside('mount -t tmpfs none /mnt').status === 0;
  const runIn = (options) => {
    const tool = path.join(path.resolve(process.env.KEDANG_BIN ?? 'build/release/bin'), 'kedang');
    return inside(`mount -t tmpfs -o size=40m none /mnt; cp -a "$1/." /mnt; mount -o remount,${options} /mnt; KEDANG_HOME=/mnt "$2" run --port "$3"`,
      home, tool, '18999');
  };

  test('too little disk space', { skip: !unshare }, () => assert.match(runIn('rw').stderr, /too little disk space/));
  test('the home is read-only', { skip: !unshare }, () => assert.match(runIn('ro').stderr, /can't be written/));
});
