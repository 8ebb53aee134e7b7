// OPS-1: what a backup holds is what was there, it opens with its key only, a restored home works, and whatever is wrong with a
// file or an order is said in one line and leaves nothing behind.
// tests/run: 900 seconds
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { backupKey, backupsIn, faults, INDEX, LOG, PASSWORDS, rowsOf, STORE } from '../support/backup.mjs';
import { signedIn } from '../support/client.mjs';
import { BIN, kedang, newHome, prepareHome, removeHome, startHome, startInstance } from '../support/instance.mjs';
import { until } from '../support/until.mjs';

const PHONE = '19588776655';
const HEADER = 192;
const CHUNK = 65536 + 17;

let instance;
let clerk;
let folder;
let secret;
let id;
let file; // the backup that most tests look at
let atBackup; // rows of the databases when it was made
const homes = [];

const databases = (home) => Object.fromEntries([STORE, PASSWORDS, LOG, INDEX].map((name) => [name, rowsOf(home, name)]));
const reveal = (client) => client.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' });

before(async () => {
  instance = await startInstance({ customers: 300 });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), '备份 测试 '));
  clerk = await signedIn(instance, 'archive_clerk');
  id = Number(/\d+/.exec((await clerk.submit('/customer/new', '/customer/new', { name: '备份对象公司', phone: PHONE })).is(303).location)[0]);
  for (let i = 0; i < 5; i++) assert.ok((await reveal(clerk)).is(200).body.includes(PHONE));
  await instance.stop({ remove: false }); // a head over these records is signed
  await instance.start();
  clerk = await signedIn(instance, 'archive_clerk');
  (await reveal(clerk)).is(200);
  secret = backupKey(instance.home);
  file = path.join(folder, 'first.backup');
  await until('the log is at rest', () => instance.sql(LOG, 'SELECT until = (SELECT max(seq) FROM access) AS done FROM indexed;')[0].done);
  atBackup = databases(instance.home);
  const made = instance.kedang(['backup', file]);
  assert.equal(made.code, 0, made.stderr);
  assert.deepEqual(databases(instance.home), atBackup, 'nothing moved meanwhile');
  const [{ newest }] = instance.sql(LOG, 'SELECT max(seq) AS newest FROM access;');
  for (const part of [/301 customers/, new RegExp(`number ${newest}\\b`), / MB/, / s$/m, /Without custody\/key/]) assert.match(made.stdout, part);
});
after(async () => {
  await instance.stop();
  homes.forEach(removeHome);
  fs.rmSync(folder, { recursive: true, force: true });
});

function emptyHome() {
  const home = newHome();
  homes.push(home);
  return home;
}

function restore(from, args = ['--key', secret]) {
  const home = emptyHome();
  return { home, ...kedang(home, ['restore', from, ...args]) };
}

const withKey = () => ['--key', secret, '--custody-key', instance.path('custody/key')];

async function run(home) {
  fs.copyFileSync(instance.path('demo.json'), path.join(home, 'demo.json')); // for the accounts' passwords
  return startHome(home);
}

describe('a restored home', () => {
  test('holds every row of every table but the sessions, and nothing besides', () => {
    const { home, code, stdout, stderr } = restore(file);
    assert.equal(code, 0, stderr);
    assert.deepEqual(fs.readdirSync(home).sort(), ['backup', 'custody', 'db', 'heads', 'log', 'login', 'run']);
    assert.deepEqual(fs.readdirSync(path.join(home, 'db')), ['kedang.db']);
    assert.deepEqual(fs.readdirSync(path.join(home, 'custody')).sort(), ['access.db', 'index.db', 'public']);
    assert.ok(atBackup[STORE].session.length > 1); // one that was ended since then must not be good again
    assert.deepEqual(databases(home), { ...atBackup, [STORE]: { ...atBackup[STORE], session: [''] } });
    assert.ok(atBackup[PASSWORDS].credential.length > 5);
    assert.ok(Object.values(atBackup[STORE]).some((rows) => rows.length > 300) && atBackup[INDEX].token.length > 1);
    for (const name of ['custody/public', 'backup/public'])
      assert.deepEqual(fs.readFileSync(path.join(home, name)), fs.readFileSync(instance.path(name)), name);
    assert.ok(fs.readFileSync(instance.path('heads/heads'), 'utf8').startsWith(fs.readFileSync(path.join(home, 'heads/heads'), 'utf8')));
    assert.match(stdout, /log is whole: \d+ records up to number \d+ \(\d{4}-/);
    assert.match(stdout, /heads kept elsewhere/);
    assert.match(stdout, /Without the key/);
    assert.match(stdout, /has to sign in again/);
    for (const name of fs.readdirSync(home, { recursive: true })) {
      const mode = fs.statSync(path.join(home, name)).mode & 0o777;
      assert.ok([0o600, 0o700].includes(mode), `${name} ${mode.toString(8)}`);
    }
  });

  test('with the key it runs: people sign in, a value is revealed, the log goes on and verifies with the old heads', async () => {
    const heads = path.join(folder, 'old heads');
    fs.copyFileSync(instance.path('heads/heads'), heads);
    const { home, code, stdout, stderr } = restore(file, withKey());
    assert.equal(code, 0, stderr);
    assert.match(stdout, /key custody\/key is in its place/);
    const again = await run(home);
    try {
      const client = await signedIn(again, 'archive_clerk');
      assert.ok((await reveal(client)).is(200).body.includes(PHONE));
      const found = (await client.post('/customer/search', { q: PHONE })).is(303).location; // by the index
      assert.match(found, new RegExp(`/customer/${id}\\b`));
      (await client.submit('/customer/new', '/customer/new', { name: '恢复之后公司', phone: '19511112222' })).is(303);
      const verified = kedang(home, ['verify', '--heads', heads, '--log', path.join(home, LOG), '--public', path.join(home, 'custody/public')]);
      assert.equal(verified.code, 0, verified.stderr);
      assert.equal(kedang(home, ['verify']).code, 0);
    } finally {
      await again.stop({ remove: false });
    }
  });

  test('without the key it does not start, and holds no value', () => {
    const { home, code, stderr } = restore(file);
    assert.equal(code, 0, stderr);
    const started = kedang(home, ['run', '--port', '8112']);
    assert.equal(started.code, 1);
    assert.equal(faults(started).length, 1, started.stderr);
    const all = fs.readdirSync(home, { recursive: true }).map((name) => path.join(home, name)).filter((name) => fs.statSync(name).isFile());
    for (const name of [...all, file]) assert.ok(!fs.readFileSync(name).includes(PHONE), name);
  });

  test('with another installation\'s key nothing is disclosed', async () => {
    const other = prepareHome({ customers: null });
    homes.push(other);
    const refused = restore(file, ['--key', secret, '--custody-key', path.join(other, 'custody/key')]);
    assert.equal(refused.code, 1);
    assert.match(faults(refused).join(), /does not belong/);
    assert.ok(!fs.existsSync(refused.home));
    const { home } = restore(file);
    fs.copyFileSync(path.join(other, 'custody/key'), path.join(home, 'custody/key'));
    const started = kedang(home, ['run', '--port', '8112']);
    assert.equal(started.code, 1);
    assert.match(faults(started).join(), /not the one of this installation/);
    const custodian = spawnSync(path.join(BIN, 'custodian'), { cwd: home, encoding: 'utf8', timeout: 20_000 }); // nor without kedang run
    assert.ok(custodian.status !== 0 && /keys\.foreign/.test(custodian.stderr), custodian.stderr);
    assert.deepEqual(databases(home)[LOG], atBackup[LOG]);
  });

  test('what was recorded later is found missing by heads kept elsewhere', async () => {
    (await reveal(clerk)).is(200);
    await instance.stop({ remove: false });
    const heads = path.join(folder, 'later heads');
    fs.copyFileSync(instance.path('heads/heads'), heads);
    await instance.start();
    clerk = await signedIn(instance, 'archive_clerk');
    const { home } = restore(file);
    const newest = atBackup[LOG].access.length - 1;
    const verified = kedang(home, ['verify', '--heads', heads, '--log', path.join(home, LOG), '--public', path.join(home, 'custody/public')]);
    assert.equal(verified.code, 1, verified.stdout);
    assert.match(verified.stderr, new RegExp(`${newest + 1}\\b.* missing`));
  });

  test('--with-key needs nothing besides', () => {
    const all = path.join(folder, 'with key.backup');
    const made = instance.kedang(['backup', all, '--with-key']);
    assert.match(made.stdout, /With custody\/key/);
    const { home, code, stderr } = restore(all);
    assert.equal(code, 0, stderr);
    assert.deepEqual(fs.readFileSync(path.join(home, 'custody/key')), fs.readFileSync(instance.path('custody/key')));
    const key = fs.readFileSync(instance.path('custody/key'), 'utf8');
    assert.ok(!fs.readFileSync(all).includes(/data (\w+)/.exec(key)[1]));
  });
});

describe('a file that is not as it was written', () => {
  const changed = (name, change) => {
    const bytes = fs.readFileSync(file);
    const to = path.join(folder, name);
    fs.writeFileSync(to, change(bytes) ?? bytes);
    return to;
  };
  const flip = (at) => (bytes) => { bytes[at < 0 ? bytes.length + at : at] ^= 1; };
  const chunk = (bytes, n) => bytes.subarray(HEADER + n * CHUNK, HEADER + (n + 1) * CHUNK);
  const CHANGES = [
    ['the magic', flip(3), /no backup/],
    ['the version', (bytes) => { bytes[14] = 0x39; }, /later version/],
    ['the time', flip(20)],
    ['the installation', flip(30)],
    ['the backup key', flip(60), /another backup key/],
    ['the sealed key', flip(100)],
    ['the stream header', flip(170)],
    ['the first chunk', flip(HEADER + 5)],
    ['a middle chunk', flip(HEADER + CHUNK + 5000)],
    ['the last byte', flip(-1)],
    ['cut in the middle', (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ['cut at a chunk', (bytes) => bytes.subarray(0, HEADER + 2 * CHUNK)],
    ['the last byte cut', (bytes) => bytes.subarray(0, -1)],
    ['a byte more', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
    ['two chunks exchanged', (bytes) => { const first = Buffer.from(chunk(bytes, 0)); chunk(bytes, 1).copy(bytes, HEADER); first.copy(bytes, HEADER + CHUNK); }],
    ['a chunk of another backup', (bytes) => { chunk(fs.readFileSync(path.join(folder, 'other.backup')), 1).copy(bytes, HEADER + CHUNK); }],
    ['empty', () => Buffer.alloc(0), /no backup/],
  ];

  before(() => assert.equal(instance.kedang(['backup', path.join(folder, 'other.backup')]).code, 0));

  for (const [what, change, words = /altered or is incomplete/] of CHANGES)
    test(`${what}: refused in one line, nothing left`, () => {
      const bad = changed(`${what}.bad`, change);
      const results = [restore(bad), { home: emptyHome(), ...kedang(path.join(folder, 'no home'), ['backup', '--check', bad, '--key', secret], { env: { TMPDIR: folder } }) }];
      for (const result of results) {
        assert.equal(result.code, 1, result.stdout);
        assert.equal(faults(result).length, 1, result.stderr);
        assert.match(faults(result)[0], words);
        assert.ok(!fs.existsSync(result.home));
      }
      assert.ok(!fs.readdirSync(folder).some((name) => name.startsWith('kedang-check')));
    });

  test('another key, no key, a key that others can read', () => {
    const other = prepareHome({ customers: null });
    homes.push(other);
    const open = path.join(folder, 'open key');
    fs.copyFileSync(secret, open);
    fs.chmodSync(open, 0o644);
    for (const [key, words] of [[backupKey(other), /another backup key/], [path.join(folder, 'none'), /No such file/], [open, /chmod 600/],
      [instance.path('custody/key'), /no secret backup key/]]) {
      const result = restore(file, ['--key', key]);
      assert.equal(result.code, 1);
      assert.match(faults(result).join('|'), words);
      assert.equal(faults(result).length, 1);
      assert.ok(!fs.existsSync(result.home));
    }
  });

  test('--check says of a good one what a restore would, and leaves nothing', () => {
    const result = kedang(path.join(folder, 'no home'), ['backup', '--check', file, '--key', secret], { env: { TMPDIR: folder } });
    assert.equal(result.code, 0, result.stderr);
    for (const words of [/sound/, /301 customers/, /log is whole/]) assert.match(result.stdout, words);
    assert.ok(!fs.existsSync(path.join(folder, 'no home')) && !fs.readdirSync(folder).some((name) => name.startsWith('kedang-check')));
  });
});

describe('where it is put', () => {
  test('a home that is not empty is left alone', () => {
    const result = instance.kedang(['restore', file, '--key', secret]);
    assert.equal(result.code, 1);
    assert.match(faults(result).join(), /not empty/);
    const home = emptyHome();
    fs.mkdirSync(home);
    fs.writeFileSync(path.join(home, 'letter'), 'mine');
    assert.equal(kedang(home, ['restore', file, '--key', secret]).code, 1);
    assert.deepEqual(fs.readdirSync(home), ['letter']);
  });

  test('an empty folder stays when nothing comes of it; what an interrupted restore left does not disturb', () => {
    const home = emptyHome();
    fs.mkdirSync(path.join(home, '.restoring', 'db'), { recursive: true });
    fs.writeFileSync(path.join(home, '.restoring', 'db', 'kedang.db'), 'half');
    assert.equal(kedang(home, ['restore', path.join(folder, 'none'), '--key', secret]).code, 1);
    assert.deepEqual(fs.readdirSync(home), []);
    assert.equal(kedang(home, ['restore', file, '--key', secret]).code, 0);
    assert.ok(!fs.existsSync(path.join(home, '.restoring')));
  });

  test('no backup without a key, over another file, into nowhere; the old file stays', () => {
    const bare = prepareHome({ customers: null });
    homes.push(bare);
    const before = fs.readFileSync(file);
    for (const [home, to, words] of [[bare, folder, /backup-key/], [instance.home, file, /exists/], [instance.home, path.join(folder, 'no', 'where'), /No such file/]]) {
      const result = kedang(home, ['backup', to]);
      assert.equal(result.code, 1);
      assert.match(faults(result).join(), words);
      assert.equal(faults(result).length, 1);
    }
    assert.deepEqual(fs.readFileSync(file), before);
    assert.ok(!fs.readdirSync(folder).some((name) => name.endsWith('.part')));
  });

  test('the secret key never lies in the home, and a pair is made once', () => {
    const bare = prepareHome({ customers: null });
    homes.push(bare);
    const link = path.join(folder, 'link');
    fs.symlinkSync(path.join(bare, 'db'), link);
    for (const at of [path.join(bare, 'secret'), path.join(link, 'secret'), path.join(bare, 'db', '..', 'secret')]) {
      const result = kedang(bare, ['backup-key', at]);
      assert.equal(result.code, 1);
      assert.match(faults(result).join(), /not lie in the home/);
    }
    assert.equal(kedang(bare, ['backup-key', file]).code, 1); // a file that is there
    assert.ok(!fs.existsSync(path.join(bare, 'backup/public')));
    const made = backupKey(bare);
    assert.equal(fs.statSync(made).mode & 0o777, 0o600);
    const again = kedang(bare, ['backup-key', path.join(folder, 'second')]);
    assert.equal(again.code, 1);
    assert.ok(!fs.existsSync(path.join(folder, 'second')));
  });

  test('an installation that never ran: its log is empty, and a restore says so', () => {
    const bare = prepareHome({ customers: null });
    homes.push(bare);
    const key = backupKey(bare);
    const fresh = path.join(folder, 'fresh.backup');
    assert.equal(kedang(bare, ['backup', fresh]).code, 0);
    const { code, stdout, stderr } = restore(fresh, ['--key', key]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /access log is whole: 0 records/);
  });

  test('a database whose tables were changed is not run, and not backed up until the last good one is pushed out', () => {
    const bare = prepareHome({ customers: null });
    homes.push(bare);
    backupKey(bare);
    const kept = path.join(bare, '..', 'kept');
    fs.mkdirSync(kept);
    assert.equal(kedang(bare, ['backup', kept, '--keep', '1']).code, 0);
    const good = backupsIn(kept);
    const altered = spawnSync('sqlite3', [path.join(bare, STORE), 'CREATE INDEX planted ON person (name);'], { encoding: 'utf8' });
    assert.equal(altered.status, 0, altered.stderr);
    for (const args of [['backup', kept, '--keep', '1'], ['run', '--port', '1']]) {
      const result = kedang(bare, args);
      assert.equal(result.code, 1, args.join(' '));
      assert.match(faults(result).join('|'), /tables of the database .* are not those/);
    }
    assert.deepEqual(backupsIn(kept), good);
  });

  test('a log that is gone though the database was used is no backup, without heads either', () => {
    const bare = prepareHome({ customers: null });
    homes.push(bare);
    const key = backupKey(bare);
    const used = spawnSync('sqlite3', [path.join(bare, STORE)], {
      input: "INSERT INTO unit (id, name, path) VALUES (77, 'u', '/77/'); INSERT INTO person (id, login, name, unit_id, created_at) VALUES (77, 'x77', 'x', 77, 0);"
        + "INSERT INTO session VALUES (x'01', 77, 0, 0, '', '');", encoding: 'utf8' });
    assert.equal(used.status, 0, used.stderr);
    fs.rmSync(path.join(bare, LOG));
    const to = path.join(folder, 'no log at all.backup');
    assert.equal(kedang(bare, ['backup', to]).code, 0);
    const result = restore(to, ['--key', key]);
    assert.equal(result.code, 1);
    assert.match(faults(result).join(), /log is missing/);
  });

  test('a log that is gone while its heads are there is no backup', () => {
    const home = emptyHome();
    assert.equal(kedang(home, ['restore', file, '--key', secret]).code, 0);
    fs.rmSync(path.join(home, LOG));
    const result = kedang(home, ['backup', path.join(folder, 'headless.backup')]);
    assert.equal(result.code, 1);
    assert.match(faults(result).join(), /access\.db/);
    assert.ok(!fs.readdirSync(folder).some((name) => name.startsWith('headless')));
  });
});

describe('--keep', () => {
  test('the newest stay, and what is not ours is never touched', () => {
    const to = path.join(folder, 'kept');
    fs.mkdirSync(to);
    const other = prepareHome({ customers: null });
    homes.push(other);
    backupKey(other);
    assert.equal(kedang(other, ['backup', path.join(to, 'theirs.backup')]).code, 0);
    fs.writeFileSync(path.join(to, 'kedang-20200101T000000.000Z.backup'), 'kedang-backup 1\nnot really');
    fs.writeFileSync(path.join(to, 'a.backup.part'), fs.readFileSync(file).subarray(0, 5000)); // ours, interrupted
    fs.writeFileSync(path.join(to, 'b.part'), 'not ours');
    fs.copyFileSync(file, path.join(to, 'by another name')); // ours, and the oldest
    const foreign = ['b.part', 'kedang-20200101T000000.000Z.backup', 'theirs.backup'];
    const ours = () => fs.readdirSync(to).filter((name) => !foreign.includes(name)).sort();
    const backup = (...args) => {
      const before = ours();
      const result = instance.kedang(['backup', to, ...args]);
      assert.equal(result.code, 0, result.stderr);
      return ours().find((name) => !before.includes(name));
    };
    const made = [backup(), backup(), backup('--keep', '9')];
    assert.deepEqual(ours(), ['by another name', ...made]); // fewer than asked for: all stay
    made.push(backup('--keep', '3'));
    assert.deepEqual(ours(), made.slice(1));
    made.push(backup('--keep', '3'));
    assert.deepEqual(ours(), made.slice(2));
    made.push(backup('--keep', '1'));
    assert.deepEqual(ours(), made.slice(-1));
    for (const name of foreign) assert.ok(fs.existsSync(path.join(to, name)), name);
    for (const args of [['--keep', '0'], ['--keep', '-1'], ['--keep', 'x']]) assert.equal(instance.kedang(['backup', to, ...args]).code, 2);
    assert.deepEqual(ours(), made.slice(-1));
  });
});

describe('kedang migrate', () => {
  const share = () => path.join(folder, 'share');
  const migrated = (home) => rowsOf(home, STORE).added !== undefined;
  before(() => {
    fs.mkdirSync(share());
    fs.cpSync('db/schema', path.join(share(), 'schema'), { recursive: true });
    const next = fs.readdirSync(path.join(share(), 'schema')).filter((name) => /^\d{3}_/.test(name)).length + 1;
    fs.writeFileSync(path.join(share(), `schema/${String(next).padStart(3, '0')}_added.sql`), 'CREATE TABLE added (id INTEGER PRIMARY KEY) STRICT;\n');
  });
  const migrate = (home, ...args) => kedang(home, ['migrate', ...args], { env: { KEDANG_SHARE: share() } });
  const fresh = () => {
    const home = prepareHome({ customers: null });
    homes.push(home);
    return home;
  };

  test('is preceded by a backup of what was there', () => {
    const home = fresh();
    const key = backupKey(home);
    const result = migrate(home);
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /backed up[^]*applied 1 migrations/);
    assert.ok(migrated(home));
    const [name] = backupsIn(path.join(home, 'backup'));
    const restored = restore(path.join(home, 'backup', name), ['--key', key]);
    assert.equal(restored.code, 0, restored.stderr);
    assert.ok(!migrated(restored.home));
    assert.doesNotMatch(migrate(home).stdout, /backed up/); // nothing to do, nothing to save
    assert.equal(backupsIn(path.join(home, 'backup')).length, 1);
  });

  test('without a backup key it says so; --no-backup is silent about it', () => {
    const [home, other] = [fresh(), fresh()];
    assert.match(migrate(home).stdout, /no backup key is set up/);
    backupKey(other);
    assert.doesNotMatch(migrate(other, '--no-backup').stdout, /back/);
    assert.deepEqual([migrated(home), migrated(other), backupsIn(path.join(other, 'backup')).length], [true, true, 0]);
  });

  test('when the backup fails nothing is migrated', () => {
    const home = fresh();
    backupKey(home);
    fs.rmSync(path.join(home, 'custody/public'));
    assert.equal(migrate(home).code, 1);
    assert.ok(!migrated(home));
  });
});

test('wrong lines: the usage, and exit code 2', () => {
  for (const args of [['backup'], ['backup', 'a', 'b'], ['backup', '--check', file], ['backup', file, '--key', secret], ['backup', '--check', file, '--key', secret, '--with-key'],
    ['restore', file], ['restore', '--key', secret], ['backup-key'], ['migrate', 'x']])
    assert.equal(instance.kedang(args).code, 2, args.join(' '));
});
