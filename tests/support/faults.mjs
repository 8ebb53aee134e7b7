// What may keep the custodian from recording a look: how each fault begins and ends. `seals`: whether a confidential value can
// be stored meanwhile.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BIN, PROGRAMS, ROOT } from './instance.mjs';
import { until } from './until.mjs';

function supervisorOf(instance, service) {
  return instance.processes('runsv').filter(({ pid }) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(`run/service/${service}`))
    .map(({ pid }) => pid);
}

// --- a disk that fails on command: tests/fault/failio.c ---

const FAILIO = path.join(ROOT, 'build/release/tests/failio.so');
// LD_PRELOAD takes a space for the end of a name, and the project may lie in a folder that has one.
export function preloadable() {
  const link = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-failio-')), 'failio.so');
  fs.symlinkSync(FAILIO, link);
  process.on('exit', () => fs.rmSync(path.dirname(link), { recursive: true, force: true }));
  return link;
}
const controlOf = (home) => path.join(path.dirname(home), 'failio');

// For startInstance: sets an instance up so that below `folder` of its home the disk can fail for `programs`. They are started
// by scripts in a folder of their own, because `kedang run` passes nobody's LD_PRELOAD on.
export function failingDisk(folder, programs) {
  if (!fs.existsSync(FAILIO)) throw new Error(`${FAILIO} is not built: make tests`);
  return (home) => {
    const bin = path.join(path.dirname(home), 'bin');
    const under = path.join(fs.realpathSync(home), folder);
    const preload = preloadable();
    fs.mkdirSync(bin);
    fs.copyFileSync(path.join(BIN, 'kedang'), path.join(bin, 'kedang'));
    for (const program of PROGRAMS) {
      const real = path.join(BIN, program);
      const script = `#!/bin/sh\nLD_PRELOAD='${preload}' FAILIO_CONTROL='${controlOf(home)}' FAILIO_UNDER='${under}' exec '${real}'\n`;
      if (programs.includes(program)) fs.writeFileSync(path.join(bin, program), script, { mode: 0o755 });
      else fs.symlinkSync(real, path.join(bin, program));
    }
    return { bin, env: { KEDANG_SHARE: path.join(BIN, '../share') } };
  };
}

// At once for every process: the link appears whole.
export function beginDiskFault(instance, fault) {
  const control = controlOf(instance.home);
  fs.symlinkSync(fault, `${control}.new`);
  fs.renameSync(`${control}.new`, control);
}

export function endDiskFault(instance) {
  fs.rmSync(controlOf(instance.home), { force: true });
}

const diskFault = (name, fault) => ({
  name, seals: true, begin: (instance) => beginDiskFault(instance, fault), end: endDiskFault,
});

const sendAll = (pids, signal) => pids.forEach((pid) => process.kill(pid, signal));

// For an instance started with failingDisk('custody', ['custodian']).
export const FAULTS = [
  {
    name: 'the custodian is killed and does not come back',
    seals: false,
    begin: async (instance) => {
      sendAll(supervisorOf(instance, 'custodian'), 'SIGSTOP');
      sendAll(instance.pids('custodian'), 'SIGKILL');
      await until('the custodian is gone', () => instance.pids('custodian').length === 0);
    },
    end: (instance) => sendAll(supervisorOf(instance, 'custodian'), 'SIGCONT'),
  },
  {
    name: 'the custodian hangs',
    seals: false,
    begin: (instance) => sendAll(instance.pids('custodian'), 'SIGSTOP'),
    end: (instance) => sendAll(instance.pids('custodian'), 'SIGCONT'),
  },
  {
    name: 'the access log is taken away',
    seals: true,
    begin: (instance) => fs.renameSync(instance.path('custody'), instance.path('custody.away')),
    end: (instance) => fs.renameSync(instance.path('custody.away'), instance.path('custody')),
  },
  diskFault('the access log lies on a disk that became read-only', 'EROFS'),
  diskFault('the access log lies on a full disk', 'ENOSPC'),
  diskFault('the access log lies on a dying disk', 'EIO'),
  diskFault('the access log cannot be synced', 'ESYNC'),
  diskFault('the access log fails in the middle of writing', 'ENOSPC 2'),
];
