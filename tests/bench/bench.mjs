// The figures of docs/benchmarks.md: ratios within one run against a bare FastCGI page through the same nginx, a file written
// with the same batching, and absolute ones where a person waits. Usage: make bench, or KEDANG_BENCH_N=10000 make bench for a
// quick look that writes nothing.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { kedang, newHome, prepareHome, processesIn, removeHome, ROOT, startHome } from '../support/instance.mjs';
import { signedIn } from '../support/client.mjs';
import { until } from '../support/until.mjs';
import { writeCustomers } from './customers.mjs';

const CUSTOMERS = Number(process.env.KEDANG_BENCH_N ?? 100_000);
const FULL = process.env.KEDANG_BENCH_N === undefined;
const ROUNDS = Number(process.env.KEDANG_BENCH_ROUNDS ?? 5);
const SECONDS = 4;
const CLIENTS = 16;
const WORKERS = 8;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const percentile = (values, part) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * part) - 1];
const say = (text) => process.stderr.write(`${text}\n`);
const percent = (value) => `${(100 * value).toFixed(0)} %`;
const seconds = (from) => Number(process.hrtime.bigint() - from) / 1e9;

// --- load ---

function lua(folder, name, text) {
  const file = path.join(folder, `${name}.lua`);
  fs.writeFileSync(file, text);
  return file;
}

const cookieHeader = (client) => [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

// GET pages in turn as the signed-in client.
function getScript(folder, name, client, paths) {
  return lua(folder, name, `
local paths = { ${paths.map((one) => JSON.stringify(one)).join(', ')} }
local i = 0
wrk.headers["Cookie"] = ${JSON.stringify(cookieHeader(client))}
request = function() i = i % #paths + 1; return wrk.format("GET", paths[i]) end`);
}

// Reveal a phone number of customer after customer: each answer is a page with the value and a durable record.
async function revealScript(folder, client, ids) {
  const body = new URLSearchParams({ csrf: await client.token(), field: 'phone', purpose: 'contact', purpose_text: '' });
  return lua(folder, 'reveal', `
local ids = { ${ids.join(', ')} }
local i = 0
wrk.headers["Cookie"] = ${JSON.stringify(cookieHeader(client))}
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
local body = ${JSON.stringify(body.toString())}
request = function() i = i % #ids + 1; return wrk.format("POST", string.format("/customer/%d/reveal", ids[i]), nil, body) end`);
}

function wrk(url, script) {
  const args = ['-t1', `-c${CLIENTS}`, `-d${SECONDS}s`, '--latency', ...(script ? ['-s', script] : []), url];
  const { stdout, stderr } = spawnSync('wrk', args, { encoding: 'utf8' });
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
  const failed = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1];
  if (!rate || failed) throw new Error(`wrk ${url}: ${failed ?? 'no'} failed answers\n${stdout}${stderr}`);
  return rate;
}

// Pairs of a bare and a real round, so that a machine that gets slower slows both; the median pair counts.
function compare(instance, name, url, script, goal) {
  const pairs = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bare = wrk(`${instance.url}/bare`);
    const real = wrk(url, script);
    pairs.push({ bare, real, ratio: real / bare });
  }
  const ratios = pairs.map((pair) => pair.ratio);
  const row = {
    name, goal: `≥ ${percent(goal)} of the bare page`, good: median(ratios) >= goal,
    figure: `${percent(median(ratios))} (${percent(Math.min(...ratios))}–${percent(Math.max(...ratios))}); `
      + `${Math.round(median(pairs.map((pair) => pair.real)))}/s against ${Math.round(median(pairs.map((pair) => pair.bare)))}/s`,
  };
  say(`${name}: ${row.figure}`);
  return row;
}

// The bare page: same number of workers, same nginx, a location of its own.
async function startBare(home) {
  fs.mkdirSync(path.join(home, 'run/extra'), { recursive: true });
  fs.writeFileSync(path.join(home, 'run/extra/bare.conf'),
    'location = /bare { fastcgi_pass unix:run/bare.sock; }\n');
  const child = spawn(path.join(ROOT, 'build/release/tests/bare'), ['run/bare.sock', String(WORKERS)], { cwd: home, stdio: 'ignore' });
  await until('the bare program listens', () => fs.existsSync(path.join(home, 'run/bare.sock')));
  return child;
}

// --- single figures ---

function memory(home, bare) {
  const own = new Set([bare.pid, ...processesIn(home).filter((one) => one.program === 'bare').map((one) => one.pid)]);
  let total = 0;
  for (const { pid } of processesIn(home).filter((one) => !own.has(one.pid)))
    total += Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  return total / 1024;
}

async function searchTimes(client, names) {
  const times = [];
  for (const name of names) {
    const letters = [...name].filter((letter) => /\p{Script=Han}/u.test(letter));
    const at = times.length % Math.max(1, letters.length - 1);
    const start = process.hrtime.bigint();
    const answer = await client.get(`/customer?q=${encodeURIComponent(letters.slice(at, at + 2).join(''))}`);
    times.push(1000 * seconds(start));
    if (answer.status !== 200) throw new Error(`search: ${answer.status}`);
  }
  return times;
}

async function startTime(home) {
  const start = process.hrtime.bigint();
  const instance = await startHome(home);
  const answer = await fetch(`${instance.url}/login`);
  if (answer.status !== 200) throw new Error(`first page: ${answer.status}`);
  return { instance, taken: seconds(start) };
}

function importTime(folder) {
  const home = newHome();
  const file = path.join(folder, 'customers.csv');
  writeCustomers(file, CUSTOMERS);
  for (const args of [['init'], ['user', 'add', 'owner', '测试', '--role', 'sales']]) {
    const result = kedang(home, args);
    if (result.code !== 0) throw new Error(`${args.join(' ')}: ${result.stderr}`);
  }
  const start = process.hrtime.bigint();
  const result = kedang(home, ['import', file, '--owner', 'owner']);
  if (result.code !== 0) throw new Error(`import: ${result.stdout}${result.stderr}`);
  const taken = seconds(start);
  removeHome(home);
  return taken;
}

// What others wait for while a list is imported: one person saves customer after customer, and another opens the list, without a pause.
async function importWaits(folder) {
  const instance = await startHome(prepareHome({ customers: 20_000 }));
  try {
    const [seller, reader] = [await signedIn(instance, 'sales'), await signedIn(instance, 'archive_clerk')];
    const waits = { saved: [], listed: [] };
    let over = false;
    const ended = instance.kedangBeside(['import', path.join(folder, 'customers.csv'), '--owner', seller.login]).finally(() => { over = true; });
    const timed = async (times, act) => {
      const start = process.hrtime.bigint();
      await act();
      times.push(1000 * seconds(start));
    };
    const save = async () => {
      for (let i = 0; !over; i++)
        await timed(waits.saved, async () => (await seller.post('/customer/new', { name: `${i}号同时建档的单位`, owner: seller.login })).is(303));
    };
    const list = async () => { while (!over) await timed(waits.listed, async () => (await reader.get('/customer')).is(200)); };
    await seller.visit('/customer/new');
    await Promise.all([ended, save(), list()]);
    return waits;
  } finally {
    await instance.stop();
  }
}

function custodianRatio() {
  const { stdout, status, stderr } = spawnSync(path.join(ROOT, 'build/release/tests/custodian_bench'), [], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`custodian_bench: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

// --- the whole ---

async function pageRows(instance, folder) {
  const clerk = await signedIn(instance, 'archive_clerk');
  const sample = instance.store('SELECT id, name FROM customer ORDER BY id DESC LIMIT 20000').filter((_, i) => i % 40 === 0);
  const withPhone = instance.store(`SELECT record_id AS id FROM field_value WHERE kind = 1 AND field = 'phone'
    AND record_id IN (${sample.map((row) => row.id).join(',')})`).map((row) => row.id);
  const records = getScript(folder, 'record', clerk, sample.map((row) => `/customer/${row.id}`));
  const list = getScript(folder, 'list', clerk, ['/customer']);
  const reveal = await revealScript(folder, clerk, withPhone);
  const rows = [
    compare(instance, 'record page', instance.url, records, 0.45),
    compare(instance, 'first list page (50 rows)', instance.url, list, 0.25),
    compare(instance, `recorded reveal, ${CLIENTS} clients`, instance.url, reveal, 0.20),
  ];
  const searcher = await signedIn(instance, 'archive_clerk'); // the first one's connection has been idle for too long
  const times = await searchTimes(searcher, sample.slice(0, 500).map((row) => row.name));
  const p95 = percentile(times, 0.95);
  rows.push({
    name: 'two-character search page, one client', goal: 'p95 < 10 ms', good: p95 < 10,
    figure: `p95 ${p95.toFixed(1)} ms, median ${median(times).toFixed(1)} ms`,
  });
  say(`search: ${rows.at(-1).figure}`);
  return rows;
}

function row(name, goal, value, limit, figure) {
  say(`${name}: ${figure}`);
  return { name, goal, good: value < limit, figure };
}

function writeTable(rows) {
  const version = spawnSync('git', ['log', '-1', '--format=%h'], { cwd: ROOT, encoding: 'utf8' }).stdout.trim();
  const table = rows.map((one) => `| ${one.name} | ${one.goal} | ${one.figure} | ${one.good ? 'yes' : '**no**'} |`).join('\n');
  const file = path.join(ROOT, 'docs/benchmarks.md');
  const notes = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('<!-- notes -->')[1] ?? '\n' : '\n';
  fs.writeFileSync(file, `# Benchmarks

Written by \`make bench\` (${os.cpus().length} processors, ${CUSTOMERS.toLocaleString('en')} customers, commit ${version}). Each page is
measured in ${ROUNDS} pairs of rounds of ${SECONDS} s with ${CLIENTS} clients, in turn with a bare FastCGI page of 1 KiB through the same nginx
and as many workers; the median ratio counts, the range stands in brackets. Load generator, nginx and programs share the processors.

| what | goal | measured | reached |
|---|---|---|---|
${table}
<!-- notes -->${notes}`);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-bench-'));
const rows = [];
say(`making ${CUSTOMERS} customers`);
const making = process.hrtime.bigint();
const home = prepareHome({ customers: CUSTOMERS });
say(`made in ${seconds(making).toFixed(1)} s`);
const bare = await startBare(home);
const { instance, taken } = await startTime(home);
try {
  rows.push(row('from `kedang run` to the first page', '< 3 s', taken, 3, `${taken.toFixed(1)} s`));
  rows.push(...await pageRows(instance, folder));
  const pss = memory(home, bare);
  rows.push(row('memory of all processes after the load (PSS)', '< 120 MB', pss, 120, `${pss.toFixed(0)} MB`));
} finally {
  bare.kill();
  await until('the bare program is gone', () => processesIn(home).every((one) => one.program !== 'bare'));
  await instance.stop({ remove: false });
}
const verified = kedang(home, ['verify']);
say(verified.stdout + verified.stderr);
if (verified.code !== 0) throw new Error('the log does not verify after the load');
removeHome(home);
const ratio = custodianRatio();
rows.push({ name: 'custodian alone, records acknowledged', goal: '≥ 70 % of a plain file', good: ratio.ratio >= 0.7,
  figure: `${percent(ratio.ratio)}; ${Math.round(ratio.custodian)}/s against ${Math.round(ratio.file)}/s` });
say(`custodian: ${rows.at(-1).figure}`);
const importing = importTime(folder);
rows.push(row(`import of ${CUSTOMERS.toLocaleString('en')} rows`, '< 60 s', importing, 60, `${importing.toFixed(1)} s`));
const waits = await importWaits(folder);
const [longest, slowest] = [Math.max(...waits.saved), Math.max(...waits.listed)];
rows.push(row(`longest wait of who saves customers meanwhile (${waits.saved.length} saved)`, '< 250 ms', longest, 250, `${longest.toFixed(0)} ms; median ${median(waits.saved).toFixed(1)} ms`));
rows.push(row(`longest wait of who opens the list meanwhile (${waits.listed.length} times)`, '< 250 ms', slowest, 250, `${slowest.toFixed(0)} ms; median ${median(waits.listed).toFixed(1)} ms`));
fs.rmSync(folder, { recursive: true, force: true });
if (FULL) writeTable(rows);
console.table(rows);
