// Runs the tests and counts them: node tests/run.mjs [--list] [SUITE | SUITE/NAME]…, from anywhere; all of them by default.
// It builds nothing (make test and make check build first, then call this). A suite is a folder of tests/:
//
//   lint                  the checks of tests/lint/lint.mk, and NAME.test.mjs, which test the checks
//   unit, tables, fault   NAME_test.c: the cmocka program build/check/tests/SUITE/NAME_test
//   fuzz                  NAME_fuzz.c: build/check/tests/fuzz/NAME replays tests/fuzz/corpus/NAME
//   tables, fault, http, browser   NAME.test.mjs: run by node:test
//   front                 static/build/NAME.test.mjs, the same way
//
// Two files run at a time. A file may say in its first 30 lines "tests/run: alone" (nothing runs beside it), "tests/run: waits" (it mostly
// waits for others' processes, so it runs beside the two) or "tests/run: 900 seconds" (its own time limit). What a failing file wrote is shown at the end and kept in build/test/.
// The last line is "N passed, N failed[, N skipped]"; it ends with 1 when one failed or none ran.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HOME = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const LOGS = 'build/test';
const BUILT = 'build/check/tests';
const AT_ONCE = 2;
const TAIL = 150; // lines shown of what a failing file wrote

const SUITES = [
  { name: 'lint', seconds: 900 },
  { name: 'unit', seconds: 120 },
  { name: 'tables', seconds: 300 },
  { name: 'fuzz', seconds: 120 },
  { name: 'front', seconds: 120, folder: 'static/build' },
  { name: 'fault', seconds: 900 },
  { name: 'http', seconds: 600 },
  { name: 'browser', seconds: 900 },
];

// --- what there is to run ---

// { suite, name, kind, command, seconds, alone, lane }; of one lane only one runs at a time.
function jobsOf({ name: suite, seconds, folder = `tests/${suite}` }) {
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  const jobs = files.flatMap((file) => jobOf(suite, folder, file))
    .map((job) => ({ suite, seconds, ...directives(job.source), ...job }));
  return suite === 'lint' ? [...checksOf(seconds), ...jobs] : jobs;
}

function jobOf(suite, folder, file) {
  const source = `${folder}/${file}`;
  const name = file.replace(/(_test\.c|_fuzz\.c|\.test\.mjs)$/, '');
  if (file.endsWith('_test.c')) return [{ name, source, kind: 'cmocka', command: [`${BUILT}/${suite}/${name}_test`] }];
  if (file.endsWith('_fuzz.c')) {
    return [{ name, source, kind: 'replay', command: [`${BUILT}/fuzz/${name}`, `tests/fuzz/corpus/${name}`] }];
  }
  return file.endsWith('.test.mjs') ? [{ name, source, kind: 'node', command: [process.execPath, source] }] : [];
}

// Checks share what make builds on the way, so they stand in one lane.
function checksOf(seconds) {
  const list = spawnSync('make', ['--no-print-directory', 'lint-list'], { encoding: 'utf8', env: environment() });
  if (list.status !== 0) throw new Error(`make lint-list: ${list.stderr.trim()}`);
  return list.stdout.split(/\s+/).filter(Boolean).map((target) => ({
    suite: 'lint', name: target.replace('lint-', ''), kind: 'check', lane: 'make', seconds,
    command: ['make', '--no-print-directory', '-k', target],
  }));
}

function directives(source) {
  const head = fs.readFileSync(source, 'utf8').split('\n', 30).join('\n');
  const seconds = /tests\/run: (\d+) seconds/.exec(head);
  return { ...(seconds && { seconds: Number(seconds[1]) }), alone: /tests\/run: alone/.test(head), waits: /tests\/run: waits/.test(head) };
}

// The tests' own environment: no make above them, and never the developer's own data.
function environment() {
  const { MAKEFLAGS, MFLAGS, MAKELEVEL, KEDANG_HOME, NODE_OPTIONS, NODE_TEST_CONTEXT, ...rest } = process.env;
  return { UBSAN_OPTIONS: 'print_stacktrace=1', ...rest, CMOCKA_MESSAGE_OUTPUT: 'TAP' };
}

// --- running one ---

const running = new Set(); // process groups

function stop(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // the group is gone already
  }
}

function run(job) {
  const base = `${LOGS}/${job.suite}-${job.name}-${job.kind}`; // a suite may have a file in C and one in JavaScript of the same name
  const tap = `${base}.tap`;
  fs.rmSync(tap, { force: true });
  const [program, ...args] = job.command;
  const reporters = ['spec', 'stdout', 'tap', tap].map((value, i) => `--test-reporter${i % 2 === 0 ? '' : '-destination'}=${value}`);
  const started = Date.now();
  const log = fs.openSync(`${base}.log`, 'w');
  return new Promise((resolve) => {
    const child = spawn(program, job.kind === 'node' ? [...reporters, ...args] : args,
      { detached: true, stdio: ['ignore', log, log], env: environment() });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      stop(child, 'SIGTERM');
      setTimeout(() => stop(child, 'SIGKILL'), 5000).unref();
    }, job.seconds * 1000);
    const end = (code, reason) => {
      clearTimeout(timer);
      if (!running.delete(child)) return; // a program that can't be started is reported twice
      stop(child, 'SIGKILL'); // whatever the test left in its group
      fs.closeSync(log);
      const output = fs.readFileSync(`${base}.log`, 'utf8');
      const why = late ? `stopped after ${job.seconds} seconds` : reason;
      resolve({ job, output, log: `${base}.log`, ms: Date.now() - started, ...verdict(job, code, why, output, tap) });
    };
    running.add(child);
    child.on('error', (error) => end(1, error.code === 'ENOENT' ? `${program} is not built` : error.message));
    child.on('close', (code, signal) => end(code ?? 1, signal ? `ended by ${signal}` : ''));
  });
}

// --- counting ---

// Numbers of one file: what it counted itself, and one failure more if it ended badly without having counted one.
function verdict(job, code, reason, output, tap) {
  const counted = COUNTERS[job.kind](output, code, tap);
  const faults = reason || (code !== 0 && counted.failed === 0 ? `ended with ${code}` : '');
  if (faults) return { ...counted, failed: Math.max(counted.failed, 1), reason: faults };
  if (counted.passed + counted.failed + counted.skipped === 0) return { ...counted, failed: 1, reason: 'ran no test' };
  return { ...counted, reason: '' };
}

const wholeOrNot = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

const COUNTERS = {
  // cmocka writes "not ok 3 # SKIP name" for a skipped test; a plan that was not reached counts as failures.
  cmocka(output) {
    const count = (pattern) => (output.match(pattern) ?? []).length;
    const skipped = count(/^not ok \d+ # SKIP/gm);
    const passed = count(/^ok \d+/gm);
    const failed = count(/^not ok \d+/gm) - skipped;
    const planned = [...output.matchAll(/^1\.\.(\d+)$/gm)].reduce((sum, match) => sum + Number(match[1]), 0);
    return { passed, skipped, failed: failed + Math.max(0, planned - passed - failed - skipped) };
  },
  replay: (output, code) => ({ ...wholeOrNot(code), note: output.trim().split('\n').at(-1) }),
  check: (output, code) => wholeOrNot(code),
  node(output, code, tap) {
    const text = fs.existsSync(tap) ? fs.readFileSync(tap, 'utf8') : '';
    const number = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
    return { passed: number('pass'), failed: number('fail') + number('cancelled'), skipped: number('skipped') + number('todo') };
  },
};

// --- all of them ---

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

function printResult({ job, passed, failed, skipped, reason, note, ms }) {
  const counts = [`${passed} passed`, failed > 0 && `${failed} FAILED`, skipped > 0 && `${skipped} skipped`, reason || note];
  const name = `${job.suite}/${job.name}`.padEnd(28);
  console.log(`${failed > 0 ? '✗' : '✓'} ${name} ${seconds(ms).padStart(8)}  ${counts.filter(Boolean).join(', ')}`);
}

// Keeps AT_ONCE jobs going, and one of those that mostly wait; those that want to be alone come last, one by one.
async function runAll(jobs) {
  const results = [];
  const finish = async (job) => {
    const result = await run(job);
    printResult(result);
    results.push(result);
  };
  const lanes = new Set();
  const worker = async (queue) => {
    for (;;) {
      const next = queue.findIndex((job) => !lanes.has(job.lane));
      if (next === -1) return;
      const [job] = queue.splice(next, 1);
      if (job.lane) lanes.add(job.lane);
      await finish(job);
      lanes.delete(job.lane);
    }
  };
  const busy = jobs.filter((job) => !job.alone && !job.waits);
  const idle = jobs.filter((job) => !job.alone && job.waits);
  await Promise.all([...Array.from({ length: AT_ONCE }, () => worker(busy)), worker(idle)]);
  for (const job of jobs.filter(({ alone }) => alone)) await finish(job);
  return results;
}

function printFailures(results) {
  for (const { job, failed, reason, output, log } of results.filter((result) => result.failed > 0)) {
    const lines = output.trimEnd().split('\n');
    console.log(`\n──── ${job.suite}/${job.name}: ${failed} failed${reason ? ` (${reason})` : ''}, ${log}`);
    if (lines.length > TAIL) console.log(`… ${lines.length - TAIL} lines before`);
    console.log(lines.slice(-TAIL).join('\n'));
  }
}

function printTable(results) {
  const sum = (rows, key) => rows.reduce((total, row) => total + row[key], 0);
  const line = ([first, ...cells]) => console.log(first.padEnd(10) + cells.map((cell) => String(cell).padStart(9)).join(''));
  console.log();
  line(['suite', 'files', 'passed', 'failed', 'skipped', 'time']);
  for (const { name } of SUITES) {
    const rows = results.filter(({ job }) => job.suite === name);
    const counts = ['passed', 'failed', 'skipped'].map((key) => sum(rows, key));
    if (rows.length > 0) line([name, rows.length, ...counts, seconds(sum(rows, 'ms'))]);
  }
  console.log();
  return { passed: sum(results, 'passed'), failed: sum(results, 'failed'), skipped: sum(results, 'skipped') };
}

function chosen(jobs, filters) {
  const matches = (job, filter) => job.suite === filter || `${job.suite}/${job.name}` === filter;
  const known = (filter) => SUITES.some(({ name }) => name === filter) || jobs.some((job) => matches(job, filter));
  const unknown = filters.filter((filter) => !known(filter));
  if (unknown.length > 0) throw new Error(`no such suite or file: ${unknown.join(' ')}`);
  return filters.length === 0 ? jobs : jobs.filter((job) => filters.some((filter) => matches(job, filter)));
}

async function main(args) {
  process.chdir(HOME);
  const wanted = args.filter((arg) => !arg.startsWith('--'));
  const suites = SUITES.filter(({ name }) => wanted.length === 0 || wanted.some((filter) => filter.split('/')[0] === name));
  const jobs = chosen(suites.flatMap(jobsOf), wanted);
  if (args.includes('--list')) {
    for (const job of jobs) console.log(`${job.suite}/${job.name}`);
    return;
  }
  fs.mkdirSync(LOGS, { recursive: true });
  console.log(`${jobs.length} files, ${AT_ONCE} at a time, ${os.cpus().length} cores`);
  const results = await runAll(jobs);
  printFailures(results);
  const { passed, failed, skipped } = printTable(results);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) stop(child, 'SIGKILL');
    process.exit(130);
  });
}
main(process.argv.slice(2)).catch((error) => {
  console.error(`tests/run.mjs: ${error.message}`);
  process.exitCode = 1;
});
