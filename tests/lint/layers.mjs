// Holds the floors: a file includes only what lies on lower floors, never a sibling library of floor 2, never a sibling
// program; and a foreign library is included only in the folder that wraps it. Run it from the top of the tree.
import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { findFiles, lineOf, read, runAsProgram } from './common.mjs';

const FLOORS = { base: 0, model: 1, store: 2, vault: 2, web: 2, view: 2, sheet: 2, domain: 3, app: 4 };
const SIDE_BY_SIDE = 2; // the floor whose libraries don't know each other
const PROGRAMS = 5;

const WRAPPED = [
  { header: /^(sqlite3(ext)?|libpq-fe)\.h$/, only: /^cgi-bin\/lib\/store\//, where: 'lib/store' },
  { header: /^sodium(\.h|\/)/, only: /^cgi-bin\/(lib\/vault|custodian)\//, where: 'lib/vault and custodian' },
  { header: /^(fcgi|fastcgi)/, only: /^cgi-bin\/lib\/web\//, where: 'lib/web' },
  { header: /^(ctemplate\/|[a-z_]+$)/, only: /^cgi-bin\/lib\/view\/.*\.cc$/, where: 'the C++ of lib/view' },
  { header: /^(seccomp\.h|linux\/landlock\.h)$/, only: /^cgi-bin\/lib\/base\/sandbox/, where: 'base/sandbox' },
  { header: /^liboath\//, only: /^cgi-bin\/lib\/vault\/totp\.c$/, where: 'vault/totp' },
  { header: /^qrencode\.h$/, only: /^cgi-bin\/lib\/view\/qr\.c$/, where: 'view/qr' },
  { header: /^(csv|zip|expat|freexl)\.h$/, only: /^cgi-bin\/lib\/sheet\//, where: 'lib/sheet' },
  { header: /^archive(_entry)?\.h$/, only: /^cgi-bin\/lib\/(domain\/backup_[a-z]+|sheet\/write[a-z_]*)\.[ch]$/, where: 'domain/backup and sheet/write' },
];

// Where a file of cgi-bin lives: { home: "lib/store" or "customer", floor }.
function placeOf(path) {
  const [, first, second] = path.split('/');
  if (first !== 'lib') return { home: first, floor: PROGRAMS };
  return { home: `lib/${second}`, floor: FLOORS[second] };
}

// The file of cgi-bin that an include in quotes means, looked up as the compiler does.
function resolve(root, from, header) {
  const candidates = [posix.join(dirname(from), header), `cgi-bin/lib/${header}`, `cgi-bin/${header}`];
  return candidates.find((path) => existsSync(join(root, path)));
}

function faultOfOwn(root, from, header) {
  if (header.includes('..')) return 'an include does not climb with ".."';
  if (existsSync(join(root, 'build/generated', header))) return null;
  const target = resolve(root, from, header);
  if (!target) return `"${header}" is no file of cgi-bin (foreign headers go in < >)`;
  const [here, there] = [placeOf(from), placeOf(target)];
  if (here.home === there.home) return null;
  if (there.floor === PROGRAMS) return `includes "${header}" of the program ${there.home}: what two of them need goes to lib/`;
  if (there.floor > here.floor) return `includes "${header}" from floor ${there.floor}, itself on floor ${here.floor}`;
  if (there.floor === here.floor) {
    return here.floor === SIDE_BY_SIDE ? `${here.home} includes its sibling "${header}"` : `includes "${header}" of its own floor`;
  }
  return null;
}

function faultOfForeign(root, from, header) {
  if (existsSync(join(root, 'cgi-bin/lib', header))) return `<${header}> is ours: include it in quotes`;
  const rule = WRAPPED.find(({ header: pattern }) => pattern.test(header));
  return rule && !rule.only.test(from) ? `<${header}> belongs in ${rule.where} only` : null;
}

function faultOfPlace(file) {
  if (placeOf(file).floor === undefined) return 'lies on no floor: a new library is entered in tests/lint/layers.mjs';
  return /\.(cc|cpp|hpp)$/.test(file) && !file.startsWith('cgi-bin/lib/view/') ? 'C++ lives in lib/view only' : null;
}

export function check(root) {
  const problems = [];
  const files = findFiles(root, ['cgi-bin'], /\.(c|h|cc|cpp|hpp)$/);
  let includes = 0;
  for (const file of files) {
    const misplaced = faultOfPlace(file);
    if (misplaced) problems.push({ file, line: 1, message: misplaced });
    const text = read(root, file);
    for (const match of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)/gm)) {
      includes++;
      const message = match[1] ? faultOfOwn(root, file, match[1]) : faultOfForeign(root, file, match[2]);
      if (message) problems.push({ file, line: lineOf(text, match.index), message });
    }
  }
  if (files.length === 0) problems.push({ file: 'cgi-bin', line: 1, message: 'no sources found: is this the top of the tree?' });
  return { problems, summary: `layers: ${includes} includes of ${files.length} files` };
}

runAsProgram(import.meta, check);
