// A large home that is built once (a million customers: minutes, some GB) and kept in the folder of temporary files, or where
// $KEDANG_MILLION_HOME says. What a measurement changes in it stays.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BIN } from '../support/instance.mjs';

function kedang(home, ...args) {
  const result = spawnSync(path.join(BIN, 'kedang'), args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, KEDANG_HOME: home } });
  if (result.status !== 0) throw new Error(`kedang ${args.join(' ')} ended with ${result.status}`);
}

// Reads the store once, so that it lies in the memory of the system, as one does that people work with; a kept one may not have been
// touched for hours, and what is measured is the work, not the disk.
function warm(home) {
  const piece = Buffer.alloc(1 << 22);
  const file = fs.openSync(path.join(home, 'db/kedang.db'));
  while (fs.readSync(file, piece) > 0) continue;
  fs.closeSync(file);
}

// { home, seconds: how long it took to build }. Interrupted while it was built: it is built anew.
export function keptHome(count) {
  const home = process.env.KEDANG_MILLION_HOME ?? path.join(os.tmpdir(), `kedang-million-${count}`, 'home');
  const note = path.join(path.dirname(home), 'built');
  if (!fs.existsSync(note)) {
    fs.rmSync(home, { recursive: true, force: true });
    fs.mkdirSync(home, { recursive: true });
    const start = Date.now();
    kedang(home, 'init');
    kedang(home, 'demo', String(count));
    fs.writeFileSync(note, String(Math.round((Date.now() - start) / 1000)));
  }
  kedang(home, 'migrate');
  warm(home);
  return { home, seconds: Number(fs.readFileSync(note, 'utf8')) };
}
