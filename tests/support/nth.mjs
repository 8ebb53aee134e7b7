// The n-th operation of a kind fails (tests/fault/nth.c): which n are tried, and how a process is made to fail.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './instance.mjs';

export const KINDS = ['write', 'sync', 'open', 'rename', 'unlink', 'socket', 'alloc'];
const LIBRARY = path.join(ROOT, 'build/release/tests/nth.so');

// 1, 2, 3, … for the kinds that $KEDANG_FAULTS names, or for all when it says so (make faults); else ever wider steps: each kind is tried early,
// in the middle and late. `dense`: so many of the first ones are tried one by one in any case.
export function* positions(kind, dense = 2) {
  const wanted = (process.env.KEDANG_FAULTS ?? '').split(',');
  const all = wanted.includes('all') || wanted.includes(kind);
  for (let n = 1; ; n = all || n < dense ? n + 1 : n * 4) yield n;
}

// LD_PRELOAD takes a space for the end of a name.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-nth-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
export const preload = path.join(folder, 'nth.so');
if (!fs.existsSync(LIBRARY)) throw new Error(`${LIBRARY} is not built: make tests`);
fs.symlinkSync(LIBRARY, preload);

export const environment = (program, control) => ({ LD_PRELOAD: preload, NTH_PROGRAM: program, NTH_CONTROL: control });

// At once, as the library reads it: "KIND N".
export function arm(control, kind, n) {
  fs.rmSync(`${control}.new`, { force: true });
  fs.symlinkSync(`${kind} ${n}`, `${control}.new`);
  fs.renameSync(`${control}.new`, control);
}
export const disarm = (control) => fs.rmSync(control, { force: true });
