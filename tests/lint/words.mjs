// Holds that the repository speaks of the product alone: no paths of somebody's machine, no hosts but those it has to name,
// no notes of how the work was organised, no personal data, no keys. Looks at every text file that git knows or would add.
// Exceptions stand in allow/words.txt as "path: what was found" with their reason; a host is allowed as "host NAME".
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AllowList, findFiles, lineOf, runAsProgram } from './common.mjs';

const LARGEST = 4 << 20; // bytes; beyond that a file is data

const LOCK = /(^|\/)(package-lock|npm-shrinkwrap)\.json$/;

// Some patterns have a letter in brackets so that this file does not contain what it looks for.
const PATTERNS = [
  { pattern: /(?<![\w.)}\]*~-])\/(?:wor[k]|roo[t]|User[s])(?=\/|["'`\s]|$)(?:\/[^\s"'`]*)?/gm, what: 'a path of one machine' },
  { pattern: /(?<![\w.)}\]*~-])\/hom[e]\/[a-z][^\s"'`]*/g, what: 'a path of one machine' },
  { pattern: /(?<![\w.])\.\.\/share[d]\//g, what: 'a folder beside the repository' },
  { pattern: /\b(?:registr[y]|mirror[s]?|snapsho[t]|artifactor[y])\.[a-z0-9-]+\.[a-z]{2,}\b/gi, what: 'a host of a package registry' },
  { pattern: /\bissue[s]?\s+(?:#?\d+|show|list|close)\b|\bsessio[n]\s+#?\d+\b|\b(?:founde[r]|CE[O]|LL[M]|Claud[e]|ChatGP[T]|Copilo[t])\b/g,
    what: 'how the work was organised' },
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KE[Y]-----/g, what: 'a private key' },
  { pattern: /"resolve[d]":\s*"[^"]*"/g, only: LOCK, what: 'an address in a lock file: npm finds packages by name' },
];

// RFC 2606 and its kin, and names of one letter, which tests use for the shortest address there can be.
const RESERVED_DOMAIN = /(^|\.)(example(\.(com|org|net|cn))?|test|invalid|localhost|[a-z]\.cn)$/i;

// Numbers that look like a citizen's, published as examples: in GB 11643 and in bug reports about checking them.
const FICTIONAL_IDENTITIES = new Set(['11010519491231002X', '362322198709086409']);

function filesOf(root) {
  const git = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  const files = git.status === 0 ? git.stdout.split('\0').filter(Boolean) : findFiles(root, ['.'], /./);
  return files.filter((file) => existsSync(join(root, file)) && statSync(join(root, file)).isFile());
}

// GB 11643: a citizen's number has a province, a real day of birth and a right check character.
export function isIdentity(number) {
  const [province, year, month, day] = [[0, 2], [6, 10], [10, 12], [12, 14]].map(([from, to]) => Number(number.slice(from, to)));
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (province < 11 || province > 91 || year < 1900 || year > 2100 || !real) return false;
  let weight = 0;
  for (let i = 0; i < 17; i++) weight += Number(number[i]) * (2 ** (17 - i) % 11);
  return '10X98765432'[weight % 11] === number[17].toUpperCase();
}

function* foundIn(file, text) {
  for (const { pattern, only, what } of PATTERNS) {
    if (only && !only.test(file)) continue;
    for (const match of text.matchAll(pattern)) yield { index: match.index, found: match[0], what };
  }
  for (const { index, 0: found, 1: domain } of text.matchAll(/(?<![\w@])[\w.+-]+@([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})\b/gi)) {
    if (!RESERVED_DOMAIN.test(domain)) yield { index, found, what: 'an e-mail address outside example.com' };
  }
  for (const { index, 0: found } of text.matchAll(/(?<![\w.])\d{17}[\dXx](?![\w.])/g)) {
    if (isIdentity(found) && !FICTIONAL_IDENTITIES.has(found.toUpperCase())) yield { index, found, what: 'a citizen\'s identity number' };
  }
  if (LOCK.test(file)) return; // names its packages' homes and donors
  for (const { index, 1: host } of text.matchAll(/\bhttps?:\/\/((?:[a-z0-9-]+\.)+[a-z]{2,})\b(?![-$])/gi)) {
    if (RESERVED_DOMAIN.test(host)) continue;
    yield { index, found: `host ${host.toLowerCase()}`, what: 'a foreign host' };
  }
}

export function check(root) {
  const problems = [];
  const allowed = new AllowList(root, 'words');
  let seen = 0;
  for (const file of filesOf(root)) {
    if (file.startsWith('tests/lint/allow/')) continue;
    const bytes = readFileSync(join(root, file));
    if (bytes.length > LARGEST || bytes.includes(0)) continue;
    seen++;
    const text = bytes.toString('utf8');
    for (const { index, found, what } of foundIn(file, text)) {
      if (allowed.has(found) || allowed.has(`${file}: ${found}`)) continue;
      problems.push({ file, line: lineOf(text, index), message: `${found}: ${what}` });
    }
  }
  problems.push(...allowed.faults());
  if (seen === 0) problems.push({ file: '.', line: 1, message: 'no files found' });
  return { problems, summary: `words: ${seen} files` };
}

runAsProgram(import.meta, check);
