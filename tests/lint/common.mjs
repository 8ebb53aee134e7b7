// What the checks of this folder share: finding files, blanking comments out of C, allow lists, and the way a check
// reports. A check is a function (root) → { problems, notes, summary }; a problem is { file, line, message }.
// Not here: any rule. Each rule is in the file named after it.
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SKIPPED = new Set(['build', 'home', 'node_modules', '.git']);

// Paths relative to `root`, with forward slashes, sorted; `under` are folders or files, `pattern` is tested on the path.
export function findFiles(root, under, pattern) {
  const found = [];
  const walk = (folder, top) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        // build, home and .git are skipped at the top only: static/build holds sources.
        if (entry.name !== 'node_modules' && !(top && SKIPPED.has(entry.name))) walk(path, false);
      } else if (entry.isFile() && pattern.test(path)) {
        found.push(path);
      }
    }
  };
  for (const start of under.filter((path) => existsSync(join(root, path)))) {
    if (statSync(join(root, start)).isDirectory()) walk(start, start === '.');
    else found.push(start);
  }
  return found.sort();
}

export function read(root, path) {
  return readFileSync(join(root, path), 'utf8');
}

export function lineOf(text, index) {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

// C or C++ source taken apart: `code` is the text with comments and the insides of literals blanked, at the same places;
// `strings` lists the string literals with where they start.
export function splitC(text) {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/g;
  const blank = (part) => part.replace(/[^\n]/g, ' ');
  const strings = [];
  let code = '';
  let at = 0;
  for (const match of text.matchAll(token)) {
    const part = match[0];
    code += text.slice(at, match.index);
    if (part.startsWith('/')) {
      code += blank(part);
    } else {
      if (part.startsWith('"')) strings.push({ index: match.index, text: part.slice(1, -1) });
      code += part[0] + blank(part.slice(1, -1)) + (part.length > 1 ? part[0] : '');
    }
    at = match.index + part.length;
  }
  return { code: code + text.slice(at), strings };
}

// Exceptions, each with its reason: lines "key — reason" in tests/lint/allow/<name>.txt. An entry that excuses
// nothing any more is a problem itself, so the lists can't rot.
export class AllowList {
  constructor(root, name) {
    this.file = `tests/lint/allow/${name}.txt`;
    this.entries = new Map();
    this.problems = [];
    if (!existsSync(join(root, this.file))) return;
    read(root, this.file).split('\n').forEach((line, index) => {
      if (line.trim() === '' || line.startsWith('#')) return;
      const [key, reason] = line.split(' — ').map((part) => part.trim());
      if (!reason) {
        this.problems.push({ file: this.file, line: index + 1, message: 'an exception needs a reason: "key — reason"' });
      }
      this.entries.set(key, { line: index + 1, used: false });
    });
  }

  has(key) {
    const entry = this.entries.get(key);
    if (entry) entry.used = true;
    return entry !== undefined;
  }

  // What is wrong with the list itself; ask when the check has seen everything.
  faults() {
    const stale = [...this.entries].filter(([, entry]) => !entry.used)
      .map(([key, entry]) => ({ file: this.file, line: entry.line, message: `"${key}" excuses nothing any more: remove it` }));
    return [...this.problems, ...stale];
  }
}

// Runs `check` when its file is the program: prints problems as file:line: message and ends with 1 if there are any.
export function runAsProgram(meta, check) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== realpathSync(fileURLToPath(meta.url))) return;
  const { problems, notes = [], summary } = check(process.cwd());
  for (const note of notes) console.log(`note: ${note}`);
  for (const { file, line, message } of problems) console.log(`${file}:${line}: ${message}`);
  console.log(problems.length === 0 ? `${summary}: nothing to complain about` : `${summary}: ${problems.length} problem(s)`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
