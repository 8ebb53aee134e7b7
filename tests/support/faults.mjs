// What may keep the custodian from recording a look: how each fault begins and ends. `seals`: whether a confidential value can
// be stored meanwhile.
import fs from 'node:fs';
import { until } from './until.mjs';

function supervisorOf(instance, service) {
  return instance.processes('runsv').filter(({ pid }) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(`run/service/${service}`))
    .map(({ pid }) => pid);
}

const sendAll = (pids, signal) => pids.forEach((pid) => process.kill(pid, signal));

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
];

// What the instance has to be started with, so that faults can be made.
export function faultEnvironment() {
  return {};
}
