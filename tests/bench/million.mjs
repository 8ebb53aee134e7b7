// A million customers against ten thousand: how much slower each page is that people open all day, measured in one run by one client,
// in turn on both. Usage: make bench-million (kept_home.mjs says where the large home is).
// KEDANG_MILLION_N=100000 takes another size and writes nothing.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepareHome, processesIn, removeHome, ROOT, startHome } from '../support/instance.mjs';
import { signedIn } from '../support/client.mjs';
import { keptHome } from './kept_home.mjs';
import { writeSection } from './record.mjs';

const LARGE = Number(process.env.KEDANG_MILLION_N ?? 1_000_000);
const SMALL = 10_000;
const FULL = LARGE === 1_000_000;
const SAMPLES = Number(process.env.KEDANG_MILLION_SAMPLES ?? 400);
const PAGE_ROWS = 50;

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const p95 = (values) => sorted(values)[Math.ceil(values.length * 0.95) - 1];
const say = (text) => process.stderr.write(`${text}\n`);

// --- what is asked for ---

const pick = (rows, i) => rows[i % rows.length];

// Words that fill a page in the small home, and so in the large one: what grows is then not the number of rows that are shown.
async function frequent(side, words) {
  const found = [];
  for (const word of new Set(words)) {
    const answer = await side.client.get(`/customer?q=${encodeURIComponent(word)}`);
    if (answer.status === 200 && answer.page.rows.length === PAGE_ROWS) found.push(word);
    if (found.length === 60) break;
  }
  if (found.length === 0) throw new Error('no word fills a page');
  return found;
}

const q = (word) => `/customer?q=${encodeURIComponent(word)}`;
const syllables = (row) => row.name_key.split(' ').filter((one) => /^[a-z]+$/.test(one));

// What is asked of both alike: words, and pairs of region and owner.
async function shared(small) {
  const names = small.instance.store('SELECT name, name_key FROM customer ORDER BY id DESC LIMIT 3000');
  const pairs = small.instance.store(`SELECT p.login, substr(c.region, 1, 2) || '0000' AS region, count(*) AS n FROM customer c
    JOIN person p ON p.id = c.owner_id GROUP BY 1, 2 HAVING n >= ${PAGE_ROWS} ORDER BY n DESC LIMIT 60`);
  if (pairs.length === 0) throw new Error('no owner has a page full of customers in one province');
  const two = await frequent(small, names.map(({ name }, i) => [...name].slice(i % 6, i % 6 + 2).join('')).filter((word) => /^\p{Script=Han}{2}$/u.test(word)));
  const initials = await frequent(small, names.map((row, i) => syllables(row).slice(i % 6, i % 6 + 4).map((one) => one[0]).join('')).filter((word) => word.length === 4));
  const pinyin = await frequent(small, names.map((row, i) => syllables(row).slice(i % 6, i % 6 + 2).join('')).filter((word) => word.length > 4));
  return {
    'search by two characters': (i) => q(pick(two, i)),
    'search by initials': (i) => q(pick(initials, i)),
    'search by full pinyin': (i) => q(pick(pinyin, i)),
    'filter by region and owner': (i) => `/customer?region.is=${pick(pairs, i).region}&owner.is=${pick(pairs, i).login}`,
  };
}

// Records from all over the store, and the first and the thousandth page of its list.
function ownAddresses(instance) {
  const customers = instance.store(`SELECT id FROM customer WHERE id % ${Math.max(1, Math.floor(instance.count / 2000))} = 0 LIMIT 2000`);
  const deep = Math.min(1000 * PAGE_ROWS, instance.count - 2 * PAGE_ROWS);
  const cursors = instance.store(`SELECT id FROM customer ORDER BY id DESC LIMIT ${PAGE_ROWS} OFFSET ${deep - PAGE_ROWS}`);
  return {
    'record page': (i) => `/customer/${pick(customers, i).id}`,
    'first list page': () => '/customer',
    'list page 1,000': (i) => `/customer?sort=newest&after=${pick(cursors, i).id}`,
  };
}

async function timed(client, address) {
  const start = process.hrtime.bigint();
  const answer = await client.get(address);
  const taken = Number(process.hrtime.bigint() - start) / 1e6;
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`);
  return taken;
}

// Both homes in turn, so that a machine that gets slower slows both.
async function measure(large, small, kind) {
  const times = { large: [], small: [] };
  for (let i = -100; i < SAMPLES; i++) { // the first ones warm eight workers
    for (const [name, side] of [['large', large], ['small', small]]) {
      const taken = await timed(side.client, side.addresses[kind](Math.abs(i)));
      if (i >= 0) times[name].push(taken);
    }
  }
  return times;
}

function pss(instance) {
  return processesIn(instance.home).reduce((sum, { pid }) =>
    sum + Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0), 0) / 1024;
}

const sizeOf = (file) => fs.statSync(file).size / 2 ** 30;

async function open(home, count) {
  const instance = await startHome(home);
  instance.count = count;
  return { instance, client: await signedIn(instance, 'archive_clerk'), addresses: ownAddresses(instance) };
}

const { home: largeHome, seconds: built } = keptHome(LARGE);
say(`${LARGE} customers with their index: built in ${built} s`);
const smallHome = prepareHome({ customers: SMALL });
const large = await open(largeHome, LARGE);
const small = await open(smallHome, SMALL);
const rows = [];
try {
  const words = await shared(small);
  for (const side of [large, small]) Object.assign(side.addresses, words);
  for (const kind of Object.keys(large.addresses)) {
    const times = await measure(large, small, kind);
    const row = {
      kind, median: median(times.large), p95: p95(times.large), medianSmall: median(times.small), p95Small: p95(times.small),
    };
    row.good = row.median <= 1.5 * row.medianSmall && row.p95 <= 1.5 * row.p95Small && (!kind.startsWith('search by two') || row.p95 < 10);
    rows.push(row);
    say(`${kind}: median ${row.median.toFixed(2)} ms (${(row.median / row.medianSmall).toFixed(2)}×), p95 ${row.p95.toFixed(2)} ms (${(row.p95 / row.p95Small).toFixed(2)}×)`);
  }
  rows.memory = pss(large.instance);
  say(`memory: ${rows.memory.toFixed(0)} MB`);
} finally {
  await small.instance.stop({ remove: false });
  await large.instance.stop({ remove: false });
}
removeHome(smallHome);
const version = spawnSync('git', ['log', '-1', '--format=%h'], { cwd: ROOT, encoding: 'utf8' }).stdout.trim();
const section = [
  '## A million customers', '',
  `Written by \`make bench-million\` (${os.cpus().length} processors, commit ${version}): ${LARGE.toLocaleString('en')} customers against`,
  `${SMALL.toLocaleString('en')}, one client, ${SAMPLES} requests of each kind, in turn on both. Goal: median and p95 grow to at most 1.5×.`,
  `The store is ${sizeOf(path.join(largeHome, 'db/kedang.db')).toFixed(1)} GB with its indexes, and was read once before. It was built in ${built} s (goal: < 600 s).`,
  `All processes take ${rows.memory.toFixed(0)} MB after the run (PSS; goal: < 150 MB).`, '',
  '| page | median, ms | p95, ms | of 10,000: median | p95 | grows to | reached |', '|---|---|---|---|---|---|---|',
  ...rows.map((row) => `| ${row.kind} | ${row.median.toFixed(2)} | ${row.p95.toFixed(2)} | ${row.medianSmall.toFixed(2)} | ${row.p95Small.toFixed(2)} | ` +
    `${(row.median / row.medianSmall).toFixed(2)}×, ${(row.p95 / row.p95Small).toFixed(2)}× | ${row.good ? 'yes' : '**no**'} |`),
];
if (FULL) writeSection('million', section.join('\n'));
console.log(section.join('\n'));
