// A home of before the passwords had a file of their own: made by the migrations up to there, with accounts whose passwords are known.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { BIN, kedang, prepareHome } from './instance.mjs';

export const PASSWORD = 'correct horse battery';
const CHOSEN = '$argon2id$v=19$m=32768,t=3,p=1$cUhta1YgWO20u/0A5YfjwA$ZBFN0O90aZ1NzOpmaNrNl+iTZQ6dRT+PkxvG7w/RVtU';
const GIVEN = '$argon2id$v=19$m=8192,t=1,p=1$7eWabbrou1x5nzDWo9GIaQ$WN9tycm+bwTVXdGQ3RAbRz8i1xiE0KMPF+GzId+ctyw';

// A share with those migrations only, beside the home.
function earlyShare(home) {
  const share = path.join(path.dirname(home), 'early share');
  fs.cpSync(path.join(BIN, '../share/schema'), path.join(share, 'schema'), { recursive: true });
  const files = fs.readdirSync(path.join(share, 'schema')).filter((name) => /^\d{3}_/.test(name)).sort();
  const moved = files.findIndex((name) => name.endsWith('_credential.sql'));
  for (const name of files.slice(moved)) fs.rmSync(path.join(share, 'schema', name));
  return share;
}

// lina has chosen PASSWORD, wangwu was given it to be used once, zhaoliu's account is closed.
export function earlyHome() {
  const home = prepareHome({ customers: null });
  for (const folder of ['db', 'login']) fs.rmSync(path.join(home, folder), { recursive: true });
  kedang(home, ['init', '--if-needed'], { env: { KEDANG_SHARE: earlyShare(home) } }); // makes the tables, and stops at their version
  fs.rmSync(path.join(home, 'login'), { recursive: true });
  const { status, stderr } = spawnSync('sqlite3', [path.join(home, 'db/kedang.db')], { encoding: 'utf8', input: `
    INSERT INTO setting (key, value) VALUES ('company', '早期公司'), ('zone', 'CST-8');
    INSERT INTO unit (id, name, path) VALUES (1, '早期公司', '/1/');
    INSERT INTO person (id, login, name, unit_id, state, created_at) VALUES (1, 'lina', '李娜', 1, 'active', 0), (2, 'wangwu', '王五', 1, 'active', 0), (3, 'zhaoliu', '赵六', 1, 'closed', 0);
    INSERT INTO credential (person_id, hash, must_change, changed_at) VALUES (1, '${CHOSEN}', 0, 1), (2, '${GIVEN}', 1, 1), (3, '${CHOSEN}', 0, 1);` });
  if (status !== 0) throw new Error(stderr);
  return home;
}

// Files of the home's store, free parts and all, in which the hash of a password stands that was chosen.
export const chosenIn = (home) => fs.readdirSync(path.join(home, 'db')).filter((name) => fs.readFileSync(path.join(home, 'db', name)).includes(CHOSEN));
