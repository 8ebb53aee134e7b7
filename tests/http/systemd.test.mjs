// The units for an installation: systemd finds nothing wrong with them (where it is there to be asked), the paths in them are
// those of the README, and what they order is something the tool takes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { BIN, kedang, newHome } from '../support/instance.mjs';

const FOLDER = 'cgi-bin/ctl/systemd';
const UNITS = ['kedang.service', 'kedang-backup.service', 'kedang-backup.timer'];
const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;

let folder;
before(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-units-')); });
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const read = (name) => fs.readFileSync(path.join(FOLDER, name), 'utf8');
const values = (name, key) => [...read(name).matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value);

test('systemd-analyze verify has nothing to say', { skip: !analyze && 'systemd is not installed' }, () => {
  for (const name of UNITS) // the programs stand elsewhere here, and a path in a unit may not hold a blank
    fs.writeFileSync(path.join(folder, name), read(name).replaceAll('/opt/kedang/bin/kedang', '/bin/true'));
  const result = spawnSync('systemd-analyze', ['verify', ...UNITS.map((name) => path.join(folder, name))], { encoding: 'utf8' });
  const said = (result.stdout + result.stderr).split('\n').filter((line) => line.includes(folder) || line.includes('kedang'));
  assert.deepEqual(said, []);
  assert.equal(result.status, 0, result.stderr);
});

test('what is started is a command of the tool, in the folders that may be written', () => {
  for (const name of UNITS.slice(0, 2)) {
    const [order] = values(name, 'ExecStart');
    const [program, command, ...rest] = order.split(' ');
    assert.equal(program, '/opt/kedang/bin/kedang');
    const home = newHome();
    const tried = kedang(home, [command, ...rest]);
    fs.rmSync(path.dirname(home), { recursive: true });
    assert.equal(tried.code, 1, `${order} is a line that is understood: ${tried.stderr}`);
    assert.match(tried.stderr, /there is no home/);
    const [home_] = values(name, 'Environment').map((value) => value.split('=')[1]);
    const writable = values(name, 'ReadWritePaths').join(' ').split(' ');
    assert.ok(writable.includes(home_));
    for (const word of rest.filter((word) => word.startsWith('/'))) assert.ok(writable.includes(word), word);
    for (const [key, value] of [['NoNewPrivileges', 'yes'], ['ProtectSystem', 'strict'], ['PrivateTmp', 'yes'], ['User', 'kedang']])
      assert.deepEqual(values(name, key), [value], `${name} ${key}`);
  }
  assert.deepEqual(values('kedang-backup.timer', 'Persistent'), ['true']);
});

test('they are installed, and the README tells the same paths', () => {
  for (const name of UNITS) assert.equal(fs.readFileSync(path.join(BIN, '../share/systemd', name), 'utf8'), read(name), name);
  const readme = fs.readFileSync('README.md', 'utf8');
  for (const part of ['/opt/kedang', '/var/lib/kedang', '/var/backups/kedang', 'kedang-backup.timer', 'share/systemd']) assert.ok(readme.includes(part), part);
});
