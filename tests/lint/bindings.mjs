// Compares the localised pages with what the programs bind, in both directions: a variable without a binding would be
// silently empty, a binding without a variable is work for nothing or a page that forgot something.
// Usage: node tests/lint/bindings.mjs VIEWS.json, where VIEWS.json is what `kedang views --json` prints.
import { readFileSync } from 'node:fs';
import { AllowList, findFiles, lineOf, read, runAsProgram } from './common.mjs';
import { marksOf } from './html.mjs';

const BUILT = 'build/share/templates';
const LANGUAGES = ['zh', 'en'];

// The bindings of one scope by name; a part (an embedded struct) belongs to the scope it is in. Each gets `path`, for
// messages, and `used`.
function scopeOf(bindings, path, twice) {
  const scope = new Map();
  for (const { name, type, inner } of bindings) {
    if (type === 'part') {
      for (const [key, binding] of scopeOf(inner, path, twice)) {
        if (scope.has(key)) twice.push(binding.path);
        scope.set(key, binding);
      }
      continue;
    }
    if (scope.has(name)) twice.push(path + name);
    const rows = type === 'rows' ? scopeOf(inner, `${path}${name}.`, twice) : null;
    scope.set(name, { path: path + name, type, rows, used: false });
  }
  return scope;
}

const lookUp = (scopes, name) => scopes.findLast((scope) => scope.has(name))?.get(name);

const isSection = (binding) => binding.rows !== null || binding.type === 'bool';

function* unusedOf(scope) {
  for (const binding of scope.values()) {
    if (!binding.used) yield binding.path;
    else if (binding.rows) yield* unusedOf(binding.rows);
  }
}

// Follows the sections of a page; yields what is not bound, or bound as something else. Inside rows the scopes around
// them are seen too, as ctemplate does it; a section of a bool opens no scope of its own.
function* followPage(text, page) {
  const scopes = [page];
  const open = [];
  for (const { kind, name, index } of marksOf(text)) {
    if (kind === '/') {
      if (open.pop() !== name) yield { index, message: `{{/${name}}} closes nothing` };
      scopes.pop();
    } else if (kind === '#') {
      const separator = name.endsWith('_separator') && open.includes(name.slice(0, -'_separator'.length));
      const binding = lookUp(scopes, name);
      if (binding) binding.used = true;
      if (!binding && !separator) yield { index, message: `section {{#${name}}} is not bound` };
      else if (binding && !isSection(binding)) yield { index, message: `{{#${name}}} is bound as ${binding.type}` };
      scopes.push(binding?.rows ?? new Map());
      open.push(name);
    } else if (kind === '' && !name.startsWith('BI_')) {
      const binding = lookUp(scopes, name);
      if (binding) binding.used = true;
      if (!binding) yield { index, message: `{{${name}}} is not bound` };
      else if (isSection(binding)) yield { index, message: `{{${name}}} is bound as ${binding.type}` };
    }
  }
  for (const name of open) yield { index: text.length - 1, message: `{{#${name}}} is never closed` };
}

// What is wrong between a localised page and its view as `kedang views` describes it.
export function* faultsOfView(view, text) {
  const twice = [];
  const page = scopeOf(view.bindings, '', twice);
  for (const path of twice) yield { index: 0, message: `${path} is bound twice in one scope` };
  yield* followPage(text, page);
  for (const path of unusedOf(page)) yield { index: 0, message: `${path} is bound, but the page does not use it` };
}

// Every program has the views of lib/app (the error page), so a view can be described several times.
function withoutRepeats(views) {
  return [...new Map(views.map((view) => [JSON.stringify(view), view])).values()];
}

export function compare(root, described) {
  const views = withoutRepeats(described);
  const problems = [];
  const allowed = new AllowList(root, 'bindings');
  const known = new Set(views.map(({ file }) => file));
  const pages = findFiles(root, LANGUAGES.map((lang) => `${BUILT}/${lang}`), /\.tpl$/);
  for (const file of pages) {
    const name = file.slice(`${BUILT}/zh/`.length);
    if (!known.has(name)) problems.push({ file, line: 1, message: 'no program renders this page' });
  }
  for (const view of views) {
    for (const file of LANGUAGES.map((lang) => `${BUILT}/${lang}/${view.file}`)) {
      if (!pages.includes(file)) {
        problems.push({ file, line: 1, message: 'a program renders this page, but it is not built' });
        continue;
      }
      const text = read(root, file);
      for (const { index, message } of faultsOfView(view, text)) {
        if (!allowed.has(`${view.file}: ${message}`)) problems.push({ file, line: lineOf(text, index), message });
      }
    }
  }
  if (views.length === 0) problems.push({ file: BUILT, line: 1, message: 'no program describes a view' });
  problems.push(...allowed.faults());
  return { problems, summary: `bindings: ${views.length} views, ${pages.length} pages` };
}

runAsProgram(import.meta, (root) => compare(root, JSON.parse(readFileSync(process.argv[2], 'utf8'))));
