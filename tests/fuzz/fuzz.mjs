// Runs each fuzzer for so many seconds, one after the other: node tests/fuzz/fuzz.mjs SECONDS [--record] [NAME …]. Ends with 1 at the first finding,
// whose input lies in build/fuzz/found. With --record the totals of docs/benchmarks.md grow by this run.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/instance.mjs';
import { writeSection } from '../bench/record.mjs';

const [seconds, ...rest] = process.argv.slice(2);
const record = rest.includes('--record');
const BIN = path.join(ROOT, 'build/fuzz/bin');
const FOUND = path.join(ROOT, 'build/fuzz/found');
const names = rest.filter((one) => !one.startsWith('--'));
const ROW = /^\| `(\w+)` \| ([\d,]+) \| ([\d.]+) min \| (\d+) \| (\d+) \|$/;

// The totals so far, from the table itself.
function readTotals() {
  const totals = new Map();
  for (const line of fs.readFileSync(path.join(ROOT, 'docs/benchmarks.md'), 'utf8').split('\n')) {
    const row = ROW.exec(line);
    if (row) totals.set(row[1], { inputs: Number(row[2].replaceAll(',', '')), minutes: Number(row[3]), edges: Number(row[4]), kept: Number(row[5]) });
  }
  return totals;
}

// The shell's second line: what its children took, as user and as system, each 1m2.34s. A fuzzer beside other work is not said to have run longer than it did.
function processorMinutes(times) {
  return [...times.trim().split('\n').at(-1).matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, rest]) => sum + Number(minutes) + Number(rest) / 60, 0);
}

function run(name) {
  const own = path.join(FOUND, name);
  fs.mkdirSync(own, { recursive: true });
  const { status, stdout, stderr } = spawnSync('sh', ['-c', '"$@"; status=$?; times; exit $status', 'sh', path.join(BIN, name), `-max_total_time=${seconds}`,
    '-print_final_stats=1', `-artifact_prefix=${own}-`, own, path.join(ROOT, 'tests/fuzz/corpus', name)], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${name} found something:\n${stderr.slice(-6000)}`);
  const last = [...stderr.matchAll(/cov: (\d+) ft: \d+ corp: (\d+)/g)].at(-1);
  return { inputs: Number(/number_of_executed_units:\s*(\d+)/.exec(stderr)[1]), minutes: processorMinutes(stdout), edges: Number(last[1]), kept: Number(last[2]) };
}

for (const name of names.length > 0 ? names : fs.readdirSync(BIN).sort()) {
  const got = run(name);
  console.log(`fuzz: ${name}: ${got.inputs} inputs, ${(got.minutes).toFixed(1)} min, ${got.edges} edges, ${got.kept} inputs kept, nothing found`);
  if (!record) continue;
  const totals = readTotals(); // now: another run may have written meanwhile
  const before = totals.get(name) ?? { inputs: 0, minutes: 0, edges: 0 };
  totals.set(name, { ...got, inputs: before.inputs + got.inputs, minutes: before.minutes + got.minutes, edges: Math.max(before.edges, got.edges) });
  writeSection('fuzz', `## Fuzzing

Written by \`make fuzz RECORD=1\`: all runs together, under ASan and UBSan, with nothing found that is not mended. Edges are branches of the code that
were reached; inputs kept are those that reached something new; time is the processor's.

| parser | inputs | time | edges | inputs kept |
|---|---|---|---|---|
${[...totals].sort().map(([one, sum]) => `| \`${one}\` | ${sum.inputs.toLocaleString('en')} | ${sum.minutes.toFixed(1)} min | ${sum.edges} | ${sum.kept} |`).join('\n')}`);
}
