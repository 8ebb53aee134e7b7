// Holds "no mutable globals": looks into the objects of the release build for symbols in writable sections (.data, .bss and
// their thread-local kin; .data.rel.ro is constant once loaded). The few that may be stand in allow/globals.txt as
// "path:symbol" with their reason.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AllowList, findFiles, runAsProgram } from './common.mjs';

const OBJECTS = 'build/release';
const WRITABLE = /^\.(data|bss|tdata|tbss)(\.|$)|^\*COM\*$/;
const CONSTANT = /^\.data\.rel\.ro/;
// Made by the C++ compiler, or brought along by a library's header.
const NOT_OURS = /^(std::|ctemplate::|guard variable for |DW\.ref\.)/;

function writableSymbols(root, object) {
  const run = spawnSync('nm', ['--format=sysv', '--demangle', object], { cwd: root, encoding: 'utf8' });
  if (run.error || run.status !== 0) throw new Error(`nm does not run: ${run.error?.message ?? run.stderr}`);
  return run.stdout.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 7 && WRITABLE.test(cells[6]) && !CONSTANT.test(cells[6]) && cells[3] !== 'SECTION')
    .map(([symbol]) => symbol.replace(/\.\d+$/, '')) // a function's static is numbered: started.0
    .filter((symbol) => !NOT_OURS.test(symbol));
}

const lineOfName = (text, symbol) => {
  const at = text.split('\n').findIndex((line) => new RegExp(`\\b${symbol.split('::').at(-1)}\\b`).test(line));
  return at === -1 ? 1 : at + 1;
};

export function check(root) {
  const problems = [];
  const allowed = new AllowList(root, 'globals');
  const sources = findFiles(root, ['cgi-bin'], /\.(c|cc)$/);
  let seen = 0;
  for (const file of sources) {
    const object = file.replace(/^cgi-bin/, OBJECTS).concat('.o');
    if (!existsSync(join(root, object))) {
      problems.push({ file, line: 1, message: `${object} is missing: build first` });
      continue;
    }
    seen++;
    for (const symbol of writableSymbols(root, object)) {
      if (allowed.has(`${file}:${symbol}`)) continue;
      const line = lineOfName(readFileSync(join(root, file), 'utf8'), symbol);
      problems.push({ file, line, message: `${symbol} can change: hand it down in a struct ctx, or make it const` });
    }
  }
  problems.push(...allowed.faults());
  return { problems, summary: `globals: ${seen} objects` };
}

runAsProgram(import.meta, check);
