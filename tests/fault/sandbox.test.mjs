// The running programs are confined, and as users of their own each reaches only what is its own by the rights of files
// alone. What the confinement refuses is tried in sandbox_test.c; here also with the sanitizers' needs left out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { BIN, freePort, kedang, prepareHome, processesIn, removeHome, ROOT, startInstance } from '../support/instance.mjs';
import { until } from '../support/until.mjs';

const WEB = ['login', 'customer', 'audit'];
const PHONE = '19512340000';

const statusOf = (pid) => Object.fromEntries(fs.readFileSync(`/proc/${pid}/status`, 'utf8').split('\n')
  .map((line) => line.split(/:\s*/)).filter(([, value]) => value !== undefined));

async function storedPhone(clerk) {
  const made = (await clerk.submit('/customer/new', '/customer/new', { name: '沙箱公司', phone: PHONE })).is(303);
  return Number(/\d+/.exec(made.location)[0]);
}

async function assertShown(clerk, id) {
  const answer = await clerk.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' });
  assert.ok(answer.is(200).body.includes(PHONE));
}

test('as installed, without a sanitizer: what is refused and what is needed', () => {
  const { status, stdout, stderr } = spawnSync(path.join(ROOT, 'build/release/tests/fault/sandbox_test'), { cwd: ROOT, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
});

describe('the running programs', () => {
  let instance;
  before(async () => { instance = await startInstance({ customers: 5 }); });
  after(() => instance.stop());

  for (const [program, filters] of [...WEB.map((name) => [name, { true: '2', false: '1' }]), ['custodian', { false: '1' }]])
    test(`${program} is confined, and cannot gain a right`, async () => {
      const processes = instance.processes(program);
      assert.ok(processes.length > (program === 'custodian' ? 0 : 1));
      for (const { pid, worker } of processes) {
        // A worker that is still starting has its parent's list only.
        await until(`${pid} has all its lists`, () => statusOf(pid).Seccomp_filters === filters[worker]);
        const { Seccomp, NoNewPrivs } = statusOf(pid);
        assert.deepEqual({ Seccomp, NoNewPrivs }, { Seccomp: '2', NoNewPrivs: '1' }, `${pid}`);
      }
    });

  test('a worker that takes the place of another is confined, too', async () => {
    const [old] = instance.signal('customer', 'SIGTERM', { worker: true });
    await until('there is another', () => !instance.pids('customer').includes(old) && instance.pids('customer', { worker: true }).length >= 4);
    for (const pid of instance.pids('customer', { worker: true }))
      await until('it is confined', () => statusOf(pid).Seccomp_filters === '2');
    await assertShown(await signedIn(instance, 'archive_clerk'), await storedPhone(await signedIn(instance, 'archive_clerk')));
  });

  test('that a program was ended for a forbidden call is in its log', () => {
    const log = path.join(instance.home, 'log/finish_test.log');
    const finish = fs.readFileSync(instance.path('run/service/custodian/finish'), 'utf8').replaceAll('log/custodian.log', 'log/finish_test.log');
    const run = (...args) => spawnSync('sh', ['-c', finish, 'finish', ...args], { env: { ...process.env, KEDANG_HOME: instance.home } });
    for (const args of [['0', '0'], ['-1', '15'], ['70', '0']]) run(...args);
    assert.equal(fs.existsSync(log), false);
    run('-1', '31');
    assert.match(fs.readFileSync(log, 'utf8'), /^time=\S+Z level=error program=custodian event=sandbox.ended reason="[^"]+"\n$/);
    fs.rmSync(log);
  });
});

// --- users of their own

const PREFIX = `kedang-test${process.pid}`;
const [CUSTODY, WEB_USER, LOGIN, NGINX] = ['custody', 'web', 'login', 'nginx'].map((what) => `${PREFIX}-${what}`);
const USERS = [[CUSTODY], [WEB_USER, CUSTODY], [LOGIN, CUSTODY], [NGINX, `${WEB_USER},${LOGIN}`]];
const userOf = (program) => (program === 'login' ? LOGIN : WEB_USER);
const command = (...args) => spawnSync(args[0], args.slice(1), { encoding: 'utf8', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` } });

function whyNoUsers() {
  if (process.getuid() !== 0) return 'only root can make users';
  for (const tool of ['useradd', 'userdel', 'setpriv', 'perl']) if (command('sh', '-c', `command -v ${tool}`).status !== 0) return `there is no ${tool}`;
  if ((fs.statSync('/').mode & 0o001) === 0) return 'the root folder of this machine is closed to other users';
  return false;
}

// Programs and share where every user may read them; the home's parent may be passed by all.
function installed(home) {
  const folder = path.dirname(home);
  fs.chmodSync(folder, 0o711);
  fs.mkdirSync(path.join(folder, 'opt'));
  fs.cpSync(BIN, path.join(folder, 'opt/bin'), { recursive: true });
  fs.cpSync(path.join(ROOT, 'build/share'), path.join(folder, 'opt/share'), { recursive: true });
  command('chmod', '-R', 'a+rX', path.join(folder, 'opt'));
  return { bin: path.join(folder, 'opt/bin'), env: { KEDANG_USERS: PREFIX } };
}

describe('users of their own', { skip: whyNoUsers() }, () => {
  let instance;
  let ids;
  let clerk;
  let customer;
  const idOf = (name) => Number(command('id', '-u', name).stdout);
  before(async () => {
    for (const [name, group] of USERS) {
      const made = command('useradd', '--system', '--user-group', ...(group ? ['--groups', group] : []), name);
      assert.equal(made.status, 0, made.stderr);
    }
    ids = { custody: idOf(CUSTODY), web: idOf(WEB_USER), login: idOf(LOGIN), nginx: idOf(NGINX) };
    instance = await startInstance({ customers: 20, setUp: installed });
    clerk = await signedIn(instance, 'archive_clerk');
    customer = await storedPhone(clerk);
  });
  const removeUsers = () => USERS.map(([name]) => name).reverse().forEach((name) => command('userdel', name));
  process.on('exit', removeUsers); // also when a test was given up
  after(async () => {
    await instance?.stop();
    removeUsers();
  });

  // As that user, with its groups: 0, or the errno.
  const as = (user, ...args) => command('setpriv', `--reuid=${user}`, `--regid=${user === 'nobody' ? 'nogroup' : user}`, '--init-groups', '--', ...args).status;
  const reads = (user, file) => as(user, 'perl', '-e', 'open(F, "<", $ARGV[0]) or exit($!+0)', instance.path(file));
  const writes = (user, file) => as(user, 'perl', '-e', 'open(F, "+<", $ARGV[0]) or exit($!+0)', instance.path(file));
  const CONNECT = 'use Socket; socket(S, AF_UNIX, $ARGV[1] eq "stream" ? SOCK_STREAM : SOCK_SEQPACKET, 0) or exit 99; chdir $ARGV[0]; '
    + 'connect(S, sockaddr_un("run/$ARGV[2].sock")) or exit($!+0);';
  const connects = (user, socket) => as(user, 'perl', '-e', CONNECT, instance.home, socket === 'custodian' ? 'packet' : 'stream', socket);
  const EACCES = 13;

  test('a user that is missing beside the others is named, and nothing runs', async () => {
    const home = prepareHome({ customers: null });
    assert.equal(command('useradd', '--system', '--user-group', `${PREFIX}b-custody`).status, 0);
    try {
      const refused = kedang(home, ['run', '--port', String(await freePort())], { env: { KEDANG_USERS: `${PREFIX}b` } });
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, new RegExp(`there is no user ${PREFIX}b-web`));
      assert.deepEqual(processesIn(home), []);
    } finally {
      command('userdel', `${PREFIX}b-custody`);
      removeHome(home);
    }
  });

  test('each process runs as its user', () => {
    const uids = (program, which) => instance.pids(program, which).map((pid) => statusOf(pid).Uid.split('\t').map(Number));
    const assertAll = (found, uid) => assert.ok(found.length > 0 && found.flat().every((one) => one === uid), JSON.stringify(found));
    assertAll(uids('custodian'), ids.custody);
    for (const program of WEB) assertAll(uids(program), program === 'login' ? ids.login : ids.web);
    assertAll(uids('nginx', { worker: true }), ids.nginx);
    for (const pid of [...WEB, 'custodian'].flatMap((program) => instance.pids(program))) assert.equal(statusOf(pid).CapBnd, '0000000000000000');
  });

  test('what is entered is stored, what is asked for is shown, and static files are there', async () => {
    await assertShown(clerk, customer);
    (await clerk.get('/static/errors/404.html')).is(200);
  });

  for (const file of ['custody/key', 'custody/access.db', 'custody/index.db', 'heads/heads', 'log/customer.log', 'log/custodian.log', 'run/main.conf'])
    test(`web, login and nginx can't read ${file}`, async () => {
      await until('it is there', () => fs.existsSync(instance.path(file)), 70_000);
      assert.equal(reads(WEB_USER, file), EACCES);
      assert.equal(reads(LOGIN, file), EACCES);
      assert.equal(reads(NGINX, file), EACCES);
    });

  test('only login can open the file of password hashes, by the rights of files alone', () => {
    for (const file of ['login/credential.db', 'login/credential.db-wal', 'login/credential.db-shm']) {
      assert.equal(writes(LOGIN, file), 0, file);
      for (const user of [WEB_USER, CUSTODY, NGINX, 'nobody']) assert.equal(reads(user, file), EACCES, `${user} ${file}`);
      assert.equal(fs.statSync(instance.path(file)).mode & 0o777, 0o600, file);
    }
    assert.equal(fs.statSync(instance.path('login')).mode & 0o777, 0o700);
  });

  test('the store is for web, login and custodian', () => {
    for (const file of ['db/kedang.db', 'db/kedang.db-wal', 'db/kedang.db-shm']) {
      assert.equal(writes(WEB_USER, file), 0, file);
      assert.equal(writes(LOGIN, file), 0, file);
      assert.equal(reads(CUSTODY, file), 0, file);
      assert.equal(reads(NGINX, file), EACCES, file);
      assert.equal(reads('nobody', file), EACCES, file);
    }
  });

  test('each socket is for whoever is to ask there', () => {
    const allowed = [[WEB_USER, 'custodian'], [LOGIN, 'custodian'], ...WEB.map((program) => [NGINX, program])];
    for (const [user, socket] of allowed) assert.equal(connects(user, socket), 0, `${user} to ${socket}`);
    for (const user of [NGINX, 'nobody']) assert.equal(connects(user, 'custodian'), EACCES, user);
    for (const program of WEB) for (const user of [CUSTODY, userOf(program) === LOGIN ? WEB_USER : LOGIN, 'nobody']) assert.equal(connects(user, program), EACCES, `${user} to ${program}`);
  });

  test('nobody takes the place of another in run/', () => {
    const removes = (user, file) => as(user, 'perl', '-e', 'unlink($ARGV[0]) or exit($!+0)', instance.path(file));
    assert.notEqual(removes(WEB_USER, 'run/custodian.sock'), 0);
    assert.notEqual(removes(CUSTODY, 'run/login.sock'), 0);
    assert.notEqual(removes(WEB_USER, 'run/main.conf'), 0);
    assert.notEqual(removes(NGINX, 'run/login.sock'), 0);
  });

  test('the custodian hears nobody but the web programs, even in its own group', () => {
    const script = `${CONNECT} recv(S, my $answer, 16, 0); exit(length($answer) ? 1 : 0);`; // its end comes at once
    const before = instance.log('custodian', 'server.stranger').length;
    const stranger = command('timeout', '5', 'setpriv', '--reuid=nobody', `--regid=${CUSTODY}`, '--clear-groups', '--', 'perl', '-e', script, instance.home, 'packet', 'custodian');
    assert.equal(stranger.status, 0, stranger.stderr);
    assert.equal(instance.log('custodian', 'server.stranger').length, before + 1);
    const web = command('timeout', '1', 'setpriv', `--reuid=${WEB_USER}`, `--regid=${WEB_USER}`, '--init-groups', '--', 'perl', '-e', script, instance.home, 'packet', 'custodian');
    assert.equal(web.status, 124, 'is kept');
  });

  test('whatever is killed comes back and works', async () => {
    for (const [program, which] of [['customer', { worker: true }], ['customer', { worker: false }], ['custodian', {}]]) {
      const old = instance.signal(program, 'SIGKILL', which);
      await until('it is replaced', () => instance.pids(program, which).length >= old.length && !instance.pids(program).some((pid) => old.includes(pid)), 20_000);
      await until('it works', async () => (await clerk.post(`/customer/${customer}/reveal`, { field: 'phone', purpose: 'contact' })).status === 200, 20_000);
    }
    await assertShown(clerk, customer);
  });

  test('the administrator uses the tool as root meanwhile', async () => {
    const added = instance.kedang(['user', 'add', 'newcomer', '新人', '--role', 'sales']);
    assert.equal(added.code, 0, added.stderr);
    const verified = instance.kedang(['verify']);
    assert.equal(verified.code, 0, verified.stderr);
    const file = path.join(path.dirname(instance.home), 'import.csv');
    fs.writeFileSync(file, '公司名称,电话\n导入沙箱公司,19512349999\n');
    const imported = instance.kedang(['import', file, '--as', clerk.login]);
    assert.equal(imported.code, 0, imported.stdout + imported.stderr);
    await assertShown(clerk, customer);
  });
});
