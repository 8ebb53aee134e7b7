// A private instance of the whole system for one test file: a home of its own in a folder with a space and Chinese
// characters, demo data by seed, nginx, the programs and the custodian under `kedang run` on a free port.
// KEDANG_BIN names the folder of programs to test (default build/release/bin), so that the same tests run with other builds.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const BIN = path.resolve(process.env.KEDANG_BIN ?? path.join(ROOT, 'build/release/bin'));
const KEDANG = path.join(BIN, 'kedang');
// Every program of the system but the command itself; those that answer web requests.
export const PROGRAMS = fs.readdirSync(BIN).filter((name) => name !== 'kedang');
export const WEB_PROGRAMS = PROGRAMS.filter((name) => name !== 'custodian');
const ACCESS_COLUMNS = 'seq, time, person_id, login, behalf_id, role, session, address, request, kind, record_id, customer_id, ' +
  'field, level, purpose, purpose_text, channel, result, approval_id, value_hash, count';
const READY_MS = 60_000;
const STOP_MS = 30_000;

function newHome() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), '客档 测试 '));
  return path.join(folder, 'home 家');
}

// What lives as long as its process is no leak; a library may be loaded before the sanitizer's (failio.so).
const SANITIZER = { ASAN_OPTIONS: 'detect_leaks=0:verify_asan_link_order=0' };

// What every process of the instance is started with: the environment of this process without what a person may have set,
// and as one user, whatever users this machine has.
function environment(home, extra) {
  const env = { ...process.env, KEDANG_HOME: home, KEDANG_LANG: 'en', KEDANG_USERS: 'no-such', ...SANITIZER, ...extra };
  delete env.NODE_TEST_CONTEXT;
  return env;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// Runs the tool once; never throws for its exit code.
export function kedang(home, args, { env = {}, input, timeout = 300_000 } = {}) {
  const result = spawnSync(KEDANG, args, {
    env: environment(home, env), input, timeout, encoding: 'utf8', maxBuffer: 1 << 28, cwd: path.dirname(home),
  });
  if (result.error) throw result.error;
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

function mustRun(home, args, options) {
  const result = kedang(home, args, options);
  if (result.code !== 0) throw new Error(`kedang ${args.join(' ')} ended with ${result.code}:\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

// --- processes, as the kernel tells them ---

function readProcess(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return null;
    const program = path.basename(fs.readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, '');
    return { pid, parent: Number(parent), state, program, cwd: fs.readlinkSync(`/proc/${pid}/cwd`) };
  } catch {
    return null; // gone, or not ours
  }
}

// Every process that works within the home: all of the system's do, also those whose parent died.
export function processesIn(home) {
  if (!fs.existsSync(home)) return [];
  const real = fs.realpathSync(home);
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => readProcess(Number(name)))
    .filter((found) => found !== null && (found.cwd === real || found.cwd.startsWith(`${real}/`)));
}

export function isRunning(pid) {
  return readProcess(pid) !== null;
}

const started = new Set();
process.on('exit', () => started.forEach((child) => child.kill('SIGTERM')));

export class Instance {
  #output = '';
  #exit = null;
  #cache = new Map();

  constructor(home, port, extra, bin = BIN) {
    this.home = home;
    this.port = port;
    this.extra = extra;
    this.bin = bin;
    this.url = `http://127.0.0.1:${port}`;
  }

  // --- starting and stopping ---

  async start() {
    this.#exit = null;
    this.#output = '';
    const child = spawn(path.join(this.bin, 'kedang'), ['run', '--port', String(this.port)], {
      env: environment(this.home, this.extra), cwd: path.dirname(this.home), stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => { this.#output += text; });
      stream.unref();
    }
    child.unref(); // a test that fails before it stops its instance must end all the same
    started.add(child);
    child.on('exit', (code, signal) => {
      this.#exit = { code, signal };
      started.delete(child);
    });
    await until(`kedang run tells its address ${this.url}`, () => {
      if (this.#exit) throw new Error(`kedang run ended early (${JSON.stringify(this.#exit)}):\n${this.#output}${this.logTail()}`);
      return this.#output.includes(this.url);
    }, READY_MS);
    return this;
  }

  get output() {
    return this.#output;
  }

  get exit() {
    return this.#exit;
  }

  logTail() {
    const folder = path.join(this.home, 'log');
    if (!fs.existsSync(folder)) return '';
    return fs.readdirSync(folder).map((name) => `\n--- ${name}\n${fs.readFileSync(path.join(folder, name), 'utf8').slice(-2000)}`).join('');
  }

  // Ctrl-C. Throws when something is left running or the exit code is not 0.
  async stop({ remove = true, signal = 'SIGINT' } = {}) {
    if (this.child && !this.#exit) {
      this.child.kill(signal);
      await until('kedang run ends', () => this.#exit, STOP_MS).catch((error) => {
        for (const found of processesIn(this.home)) process.kill(found.pid, 'SIGKILL');
        throw new Error(`${error.message}\n${this.#output}${this.logTail()}`);
      });
    }
    const left = processesIn(this.home);
    for (const found of left) process.kill(found.pid, 'SIGKILL');
    const exit = this.#exit;
    const faults = this.#faults();
    if (remove && !process.env.KEDANG_KEEP) fs.rmSync(path.dirname(this.home), { recursive: true, force: true });
    if (left.length > 0) throw new Error(`left running: ${JSON.stringify(left)}`);
    if (faults.length > 0) throw new Error(`faults in the logs:\n${faults.join('\n')}`);
    if (exit && exit.code !== 0) throw new Error(`kedang run ended with ${JSON.stringify(exit)}:\n${this.#output}`);
  }

  // What must never be in a log, whatever a test does: an answer 500, a finding of a sanitizer, a crash, something that
  // the sandbox refused to a program that was not taken over.
  #faults() {
    const folder = path.join(this.home, 'log');
    if (!fs.existsSync(folder)) return [];
    const found = fs.readdirSync(folder).flatMap((name) => fs.readFileSync(path.join(folder, name), 'utf8').split('\n')
      .map((line) => `${name}: ${line}`));
    const faults = found.filter((line) => /event=request .*\bcode=500\b|Sanitizer|runtime error:|signal=(?:4|6|7|8|11|31)\b|event=sandbox\./.test(line));
    return faults.length === 0 ? [] : [...faults, 'what else went wrong:', ...found.filter((line) => /level=error/.test(line)).slice(-20)];
  }

  // --- processes ---

  // login, customer, audit, custodian, nginx, kedang; a worker is a process whose parent runs the same program.
  processes(program) {
    const all = processesIn(this.home);
    const programs = new Map(all.map((found) => [found.pid, found.program]));
    return all.filter((found) => program === undefined || found.program === program)
      .map((found) => ({ ...found, worker: programs.get(found.parent) === found.program }));
  }

  pids(program, { worker } = {}) {
    return this.processes(program).filter((found) => worker === undefined || found.worker === worker).map((found) => found.pid);
  }

  signal(program, signal, which = {}) {
    const pids = this.pids(program, which);
    for (const pid of pids) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    }
    return pids;
  }

  // --- the tool ---

  kedang(args, options = {}) {
    return kedang(this.home, args, { ...options, env: { ...this.extra, ...options.env } });
  }

  // The same while the caller goes on; resolves when it has ended well.
  kedangBeside(args) {
    const child = spawn(KEDANG, args, { env: environment(this.home, this.extra), cwd: path.dirname(this.home), stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => { said += text; });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`kedang ${args.join(' ')} ended with ${code}: ${said}`))));
    });
  }

  #json(what) {
    if (!this.#cache.has(what)) this.#cache.set(what, JSON.parse(mustRun(this.home, [what, '--json'], { env: this.extra })));
    return this.#cache.get(what);
  }

  get accounts() {
    return this.#json('accounts');
  }

  get routes() {
    return this.#json('routes');
  }

  get fields() {
    return this.#json('fields');
  }

  account(role) {
    const found = this.accounts.find((account) => account.role === role || account.roles?.includes(role));
    if (!found) throw new Error(`no demo account has the role ${role}: ${JSON.stringify(this.accounts)}`);
    return found;
  }

  // --- what is on disk ---

  path(...parts) {
    return path.join(this.home, ...parts);
  }

  // Rows of a statement through the SQLite shell. Reading never writes; {write: true} for what only a test may do.
  sql(database, statement, { write = false } = {}) {
    const file = path.isAbsolute(database) ? database : this.path(database);
    const result = spawnSync('sqlite3', [...(write ? [] : ['-readonly']), '-json', '-cmd', '.timeout 10000', file], {
      input: statement, encoding: 'utf8', maxBuffer: 1 << 28,
    });
    if (result.error) throw result.error;
    if (result.status !== 0 || result.stderr) throw new Error(`sqlite3: ${result.stderr}\n${statement}`);
    return result.stdout.trim() === '' ? [] : JSON.parse(result.stdout);
  }

  store(statement, options) {
    return this.sql('db/kedang.db', statement, options);
  }

  // The passwords that people chose: login's own file.
  passwords(statement, options) {
    return this.sql('login/credential.db', statement, options);
  }

  // Makes the password that somebody has a one-time one, which has to be replaced; or an own one again.
  mustChange(login, must = true) {
    const [{ id }] = this.store(`SELECT id FROM person WHERE login = '${login}';`);
    if (!must) return this.store(`DELETE FROM credential_offer WHERE person_id = ${id};`, { write: true });
    const [{ hash }] = this.passwords(`SELECT hash FROM credential WHERE person_id = ${id};`);
    return this.store(`INSERT OR REPLACE INTO credential_offer (person_id, id, hash, void, created_at) VALUES (${id}, ${id}, '${hash}', 0, 0);
      INSERT INTO account_notice (person_id, kind, at, by_name, address, detail, offer_id) VALUES (${id}, 'added', 0, '', '', '', ${id});`, { write: true });
  }

  // Records of the access log, oldest first.
  access(where = '1') {
    return this.sql('custody/access.db', `SELECT ${ACCESS_COLUMNS} FROM access WHERE ${where} ORDER BY seq;`);
  }

  // A file in log/ as it is.
  readLog(name) {
    return fs.readFileSync(this.path('log', name), 'utf8');
  }

  // The structured lines a program has written, as objects; `event` picks one kind.
  log(program, event) {
    const file = this.path('log', `${program}.log`);
    if (!fs.existsSync(file)) return [];
    const lines = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map(readLogLine);
    return event === undefined ? lines : lines.filter((line) => line.event === event);
  }

  // The log line of a request, by its number.
  async request(number) {
    return until(`the log line of request ${number}`, () => WEB_PROGRAMS
      .flatMap((program) => this.log(program, 'request')).find((line) => line.number === number));
  }
}

// logfmt: key=value key="va lue" …
export function readLogLine(line) {
  const found = {};
  for (const [, key, quoted, plain] of line.matchAll(/([\w.-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g))
    found[key] = quoted !== undefined ? quoted.replace(/\\(.)/g, '$1') : plain;
  return found;
}

// A home that is set up but not running.
export function prepareHome({ customers = 300, seed = 7 } = {}) {
  const home = newHome();
  mustRun(home, ['init']);
  if (customers !== null) mustRun(home, ['demo', String(customers), '--seed', String(seed)]);
  return home;
}

export function removeHome(home) {
  if (!process.env.KEDANG_KEEP) fs.rmSync(path.dirname(home), { recursive: true, force: true });
}

export { newHome };

// A running instance; stop it in `after`. `setUp` gets the home's path and may give {env, bin}: what to add to the environment,
// another folder of programs. With a port that another process takes in between, another port is tried.
export async function startInstance({ customers, seed, setUp = () => ({}) } = {}) {
  const home = prepareHome({ customers, seed });
  const { env = {}, bin } = setUp(home);
  for (let attempt = 0; ; attempt++) {
    const instance = new Instance(home, await freePort(), env, bin);
    try {
      return await instance.start();
    } catch (error) {
      if (attempt === 2 || !/in use/i.test(instance.output)) {
        await instance.stop().catch(() => {});
        throw error;
      }
    }
  }
}

// Starts an existing home again.
export async function startHome(home, { env = {}, port } = {}) {
  return new Instance(home, port ?? await freePort(), env).start();
}
