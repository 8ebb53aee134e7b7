// Backups in tests: a key, backups while an instance goes on, restored homes, and databases compared row by row.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { BIN, kedang } from './instance.mjs';

export const STORE = 'db/kedang.db';
export const LOG = 'custody/access.db';
export const PASSWORDS = 'login/credential.db';
export const INDEX = 'custody/index.db';

// The tool's one line about what went wrong, without the lines of progress.
export const faults = ({ stderr }) => stderr.split('\n').filter((line) => line.startsWith('kedang:'));

// Makes a backup key for a home and gives the path of its secret half, beside the home.
export function backupKey(home) {
  const secret = path.join(path.dirname(home), 'backup secret 私钥');
  const made = kedang(home, ['backup-key', secret]);
  if (made.code !== 0) throw new Error(made.stderr);
  return secret;
}

export const backupsIn = (folder) => fs.readdirSync(folder).filter((name) => name.endsWith('.backup')).sort();

// Runs the tool while this process goes on; `child` is there to be killed.
export function start(home, args, env = {}) {
  const child = spawn(path.join(BIN, 'kedang'), args, {
    env: { ...process.env, KEDANG_HOME: home, KEDANG_LANG: 'en', ASAN_OPTIONS: 'detect_leaks=0:verify_asan_link_order=0', ...env },
    cwd: path.dirname(home), stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

function shell(database, input) {
  const result = spawnSync('sqlite3', ['-readonly', '-cmd', '.timeout 10000', database], { input, encoding: 'utf8', maxBuffer: 1 << 29 });
  if (result.status !== 0 || result.stderr) throw new Error(`sqlite3 ${database}: ${result.stderr}`);
  return result.stdout;
}

// Every row of every table as SQL literals, { table: rows }. Of the search index its own tables stand for it.
export function rowsOf(home, name) {
  const database = path.join(home, name);
  const tables = shell(database, "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%';").trim().split('\n');
  return Object.fromEntries(tables.map((table) => [table, shell(database, `.mode quote\nSELECT * FROM "${table}";`).split('\n')]));
}
