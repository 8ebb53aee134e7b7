// What a home holds, as far as it does not depend on chance and time: to tell "as before" from "as after" and from anything between.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

// Made by chance, or says when: two runs that do the same differ in them. Who signs in counts for nothing either.
const CHANCE = /^(id|.*_id|hash|.*_hash|box|.*_box|salt|token|.*_at|at|time|day|since|until|seen.*|head|link|signature|session|request|record_id|seq|value_hash)$/;
const FLEETING = new Set(['session', 'sign_in_failure', 'sign_in_step', 'device']);
const LOG = 'custody/access.db';
const DATABASES = ['db/kedang.db', 'login/credential.db', LOG];
// What running leaves: logs, sockets, what SQLite keeps beside a database, a copy for a backup (the next one takes it away).
const PASSING = /^(run|log)(\/|$)|-(wal|shm|journal|queue)$|(^|\/|\.)lock$|^custody\/index\.db$|^backup\/copy-/;

// Not read-only: what a process that failed left in a journal is taken back, as whoever opens it next does.
function query(file, text) {
  const { stdout, status, stderr } = spawnSync('sqlite3', ['-cmd', '.timeout 10000', file], { input: text, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0 || stderr) throw new Error(`sqlite3 ${file}: ${stderr}`);
  return stdout;
}

// { table: "rows and a fingerprint of their stable columns" }
function tablesOf(file) {
  const columns = query(file, `SELECT m.name || '|' || p.name FROM sqlite_schema m, pragma_table_info(m.name) p
    WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'customer_index%' AND m.name NOT LIKE 'token%';`)
    .trim().split('\n').filter(Boolean).map((line) => line.split('|'));
  const tables = new Map();
  for (const [table, column] of columns) {
    if (FLEETING.has(table)) continue;
    if (!tables.has(table)) tables.set(table, []);
    if (!CHANCE.test(column)) tables.get(table).push(`quote("${column}")`);
  }
  const parts = [...tables].map(([table, names]) =>
    `SELECT '${table}', count(*), coalesce(sum(length(t)), 0), coalesce(sum(unicode(t) + instr(t, '1') + instr(t, 'e') * 3), 0) FROM (SELECT ${names.join(" || ',' || ") || "''"} AS t FROM "${table}");`);
  return parts.length === 0 ? {} : Object.fromEntries(query(file, parts.join('\n')).trim().split('\n').map((line) => [line.split('|')[0], line]));
}

function filesOf(folder, under = '') {
  if (!fs.existsSync(path.join(folder, under))) return [];
  return fs.readdirSync(path.join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(under, entry.name);
    if (PASSING.test(name)) return [];
    return entry.isDirectory() ? filesOf(folder, name) : [name.replace(/\d+/g, '#')];
  }).sort();
}

// Of a home and of folders beside it. A text: equal when the contents are. A folder with nothing in it is nothing.
export function contentOf(home, others = [], { log = true } = {}) {
  const databases = DATABASES.filter((name) => (log || name !== LOG) && !PASSING.test(name) && fs.existsSync(path.join(home, name)));
  return JSON.stringify({
    files: filesOf(home).filter((name) => log || !name.startsWith('custody/access') && !name.startsWith('heads/')),
    others: others.map((folder) => filesOf(folder)),
    tables: databases.map((name) => [name, tablesOf(path.join(home, name))]),
  }, null, 1);
}

// What two contents differ in, line by line.
export function difference(one, other) {
  const [a, b] = [one, other].map((text) => text.split('\n'));
  return [...a.filter((line) => !b.includes(line)).map((line) => `  has ${line.trim()}`), ...b.filter((line) => !a.includes(line)).map((line) => `  lacks ${line.trim()}`)].join('\n');
}
