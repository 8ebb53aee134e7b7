// Holds the sizes: a function has at most 60 lines (more than 40 is noted), a file at most 450, a line of the product at
// most 140 characters (more than 120 is noted) unless one sentence in it makes it so. What must be longer stands in allow/sizes.txt with its reason, as
// "path:function", "path" or "path:width". universal-ctags measures the functions of C and C++.
import { spawnSync } from 'node:child_process';
import { AllowList, findFiles, read, runAsProgram } from './common.mjs';

const FUNCTION = { most: 60, wanted: 40 };
const FILE = { most: 450 };
const LINE = { most: 140, wanted: 120, where: /^(cgi-bin|static)\// };
const SENTENCE = /"[^"]{40,}"|'[^']{40,}'|`[^`]{40,}`/; // breaking it would only make it harder to find

function functionsOf(root, files) {
  const run = spawnSync('ctags', ['--output-format=json', '--fields=+ne', '--kinds-C=f', '--kinds-C++=f', '-f', '-', '-L', '-'],
    { cwd: root, input: files.join('\n'), encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.error || run.status !== 0) throw new Error(`universal-ctags does not run: ${run.error?.message ?? run.stderr}`);
  return run.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line))
    .map((tag) => ({ file: tag.path, line: tag.line, name: tag.name, length: tag.end - tag.line + 1 }));
}

function checkFunctions(root, allowed, report) {
  const files = findFiles(root, ['cgi-bin', 'tests'], /\.(c|cc|h)$/);
  const functions = functionsOf(root, files);
  for (const { file, line, name, length } of functions) {
    const text = `${name} has ${length} lines (at most ${FUNCTION.most})`;
    if (length > FUNCTION.most && !allowed.has(`${file}:${name}`)) report.problems.push({ file, line, message: text });
    else if (length > FUNCTION.wanted) report.notes.push(`${file}:${line}: ${name} has ${length} lines`);
  }
  return functions.length;
}

function checkFile(root, file, allowed, report) {
  const lines = read(root, file).split('\n');
  if (lines.length - 1 > FILE.most && !allowed.has(file)) {
    report.problems.push({ file, line: 1, message: `has ${lines.length - 1} lines (at most ${FILE.most})` });
  }
  let wide = 0;
  lines.forEach((text, index) => {
    const width = [...text].length;
    if (width > LINE.most && LINE.where.test(file) && !SENTENCE.test(text) && !allowed.has(`${file}:width`)) {
      report.problems.push({ file, line: index + 1, message: `${width} characters wide (at most ${LINE.most})` });
    } else if (width > LINE.wanted) {
      wide++;
    }
  });
  return wide;
}

export function check(root) {
  const report = { problems: [], notes: [] };
  const allowed = new AllowList(root, 'sizes');
  const functions = checkFunctions(root, allowed, report);
  const files = findFiles(root, ['cgi-bin', 'tests', 'static', '.ci'], /\.(c|cc|h|mjs|js|sh|mk)$/);
  const wide = files.map((file) => checkFile(root, file, allowed, report)).reduce((a, b) => a + b, 0);
  if (wide > 0) report.notes.push(`${wide} lines are wider than ${LINE.wanted} characters`);
  report.problems.push(...allowed.faults());
  if (functions === 0) report.problems.push({ file: 'cgi-bin', line: 1, message: 'ctags found no function at all' });
  return { ...report, summary: `sizes: ${functions} functions, ${files.length} files` };
}

runAsProgram(import.meta, check);
