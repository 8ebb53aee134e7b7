// Mixed load: 60 % lists and searches, 30 % records, 8 % edits, 2 % looks, by 200 people at once who never pause, each signed in and coming
// from an address of their own. Afterwards each acknowledged edit and look must be there and the log must verify.
// Usage: make bench-mixed (1,000,000 customers, 5 minutes: writes docs/benchmarks.md), or KEDANG_BENCH_N=100000 KEDANG_BENCH_SECONDS=20
// node tests/bench/mixed.mjs for a quick look that writes nothing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from '../support/client.mjs';
import { prepareHome, removeHome, ROOT, startHome } from '../support/instance.mjs';
import { keptHome } from './kept_home.mjs';
import { writeSection } from './record.mjs';

const FULL = process.env.KEDANG_BENCH_N === undefined;
const CUSTOMERS = Number(process.env.KEDANG_BENCH_N ?? 1_000_000);
const SECONDS = Number(process.env.KEDANG_BENCH_SECONDS ?? 300);
const CLIENTS = Number(process.env.KEDANG_BENCH_CLIENTS ?? 200);
const EDITED = 20; // customers for each client
const LOAD = path.join(ROOT, 'build/release/tests/load');
const say = (text) => process.stderr.write(`${text}\n`);

const address = (i) => `127.2.${Math.floor(i / 250)}.${i % 250 + 1}`;

async function signInAll(instance) {
  const { login, password } = instance.account('archive_clerk');
  const lines = [];
  for (let i = 0; i < CLIENTS; i++) {
    const client = new Client(instance, { address: address(i) });
    assert.equal((await client.signIn(login, password)).status, 303);
    await client.visit('/');
    lines.push(`C ${address(i)} kedang=${client.cookies.get('kedang')} ${await client.token()}`);
    client.close();
  }
  return lines;
}

// Searches as clerks do: two characters of a name, initials, a region with an owner; and lists by every order.
function listPaths(instance, names) {
  const characters = names.map((name) => [...name].filter((letter) => /\p{Script=Han}/u.test(letter)));
  const searches = characters.filter((letters) => letters.length > 4).map((letters, i) => letters.slice(i % 4, i % 4 + 2).join(''));
  const regions = instance.store('SELECT DISTINCT region FROM customer WHERE region <> \'\' LIMIT 20;').map((row) => row.region);
  return ['/customer', '/customer?sort=name', '/customer?sort=number', ...searches.map((text) => `/customer?q=${encodeURIComponent(text)}`),
    ...['zg', 'wl', 'gt', 'hy'].map((text) => `/customer?q=${text}`), ...regions.map((code) => `/customer?region=${code}`)];
}

async function writePlan(instance, file) {
  const sample = instance.store('SELECT id, version, name FROM customer ORDER BY id DESC LIMIT 50000;').filter((_, i) => i % 5 === 0);
  const edited = sample.slice(0, CLIENTS * EDITED);
  const withPhone = instance.store(`SELECT record_id AS id FROM field_value WHERE kind = 1 AND field = 'phone'
    AND record_id IN (${sample.slice(-2000).map((row) => row.id).join(',')});`);
  const lines = [...await signInAll(instance), ...listPaths(instance, sample.slice(0, 2000).map((row) => row.name)).map((one) => `L ${one}`),
    ...sample.map((row) => `R ${row.id}`), ...edited.map((row) => `E ${row.id} ${row.version} ${encodeURIComponent(row.name)}`), ...withPhone.map((row) => `V ${row.id}`)];
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
}

function load(instance, plan, done) {
  return new Promise((resolve, reject) => {
    const child = spawn(LOAD, [String(instance.port), String(SECONDS), plan, done], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, faults] = ['', ''];
    child.stdout.on('data', (text) => { out += text; });
    child.stderr.on('data', (text) => { faults += text; });
    child.on('close', (code) => (code === 0 ? resolve({ ...JSON.parse(out), said: faults }) : reject(new Error(`load ended with ${code}: ${faults}`))));
  });
}

// What was acknowledged and is not there.
function lost(instance, done) {
  const versions = new Map();
  const looks = new Set();
  for (const line of fs.readFileSync(done, 'utf8').split('\n').filter(Boolean)) {
    const [kind, id, version, goods] = line.split(' ');
    if (kind === 'V') looks.add(id);
    else versions.set(id, { version: Number(version), goods });
  }
  const stored = new Map(instance.store(`SELECT c.id, c.version, v.value FROM customer c JOIN field_value v ON v.kind = 1 AND v.record_id = c.id
    AND v.field = 'goods' WHERE c.id IN (${[...versions.keys()].join(',')});`).map((row) => [String(row.id), row]));
  const edits = [...versions].filter(([id, wanted]) => stored.get(id)?.version !== wanted.version || stored.get(id).value !== wanted.goods);
  const recorded = new Set(instance.access('result = 1').map((row) => row.request));
  return { edits: edits.length, looks: [...looks].filter((number) => !recorded.has(number)).length };
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-mixed-'));
say(`${CUSTOMERS} customers`);
const home = FULL ? keptHome(CUSTOMERS).home : prepareHome({ customers: CUSTOMERS });
const instance = await startHome(home);
let result;
let missing;
try {
  say(`${CLIENTS} people sign in`);
  await writePlan(instance, path.join(folder, 'plan'));
  say(`${SECONDS} s of load`);
  result = await load(instance, path.join(folder, 'plan'), path.join(folder, 'done'));
  missing = lost(instance, path.join(folder, 'done'));
} finally {
  await instance.stop({ remove: false });
}
const verified = instance.kedang(['verify']);
if (!FULL) removeHome(home);
fs.rmSync(folder, { recursive: true, force: true });
if (result.said) say(result.said.split('\n').slice(0, 20).join('\n'));
const { said, ...kinds } = result;
console.table(kinds);
say(`lost: ${missing.edits} edits, ${missing.looks} looks; log: ${verified.code === 0 ? 'verifies' : verified.stderr}`);
if (FULL) {
  writeSection('mixed', `## Mixed load

Written by \`make bench-mixed\`: ${CLIENTS} people at once, without a pause, ${SECONDS} s, ${CUSTOMERS.toLocaleString('en')} customers whose store was read once before; load generator, nginx and programs share
${os.cpus().length} processors. ${Math.round(kinds.all.answers / SECONDS)} requests a second. Of what was acknowledged, ${missing.edits} edits and ${missing.looks} looks are missing; the log ${verified.code === 0 ? 'verifies' : '**does not verify**'}.

| what | answers | no success | median | p95 | p99 | longest |
|---|---|---|---|---|---|---|
${Object.entries(kinds).map(([name, one]) => `| ${name} | ${one.answers} | ${one.faults} | ${one.p50} ms | ${one.p95} ms | ${one.p99} ms | ${one.longest} ms |`).join('\n')}

Goal: no error, p99 below 250 ms, nothing lost, the log verifies: ${kinds.all.faults === 0 && kinds.all.p99 < 250 && missing.edits + missing.looks === 0 && verified.code === 0 ? 'reached' : '**not reached**'}.`);
}
assert.equal(kinds.all.faults, 0, 'answers that were no success');
assert.deepEqual(missing, { edits: 0, looks: 0 });
assert.equal(verified.code, 0, verified.stderr);
