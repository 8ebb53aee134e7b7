// Holds what makes a template safe: the AUTOESCAPE line (without it everything is raw), and none of the places where
// escaping for HTML is not enough (measured: script, style, srcset, formaction, poster, xlink:href, hx-*, x-data, unquoted
// values, URL queries). Looks at the sources in templates/ and at the localised pages in build/share/templates/.
// The comparison with the bindings of the programs is in bindings.mjs.
import { AllowList, findFiles, lineOf, read, runAsProgram } from './common.mjs';
import { marksOf, scanHtml } from './html.mjs';

const PRAGMA = '{{%AUTOESCAPE context="HTML"}}';
const BUILT = 'build/share/templates';

const MODIFIERS = new Set(['url_query_escape', 'u', 'html_escape', 'h', 'pre_escape', 'p']);
const URLS = new Set(['href', 'src', 'action', 'cite', 'data', 'manifest', 'formaction', 'poster', 'srcset', 'ping', 'xlink:href']);
const NEVER_BOUND = /^(srcset|imagesrcset|formaction|poster|xlink:href|srcdoc|ping|background|manifest|http-equiv|hx-.*|x-.*|data-hx-.*)$/;
const FORBIDDEN_TAGS = new Set(['style', 'iframe', 'frame', 'object', 'embed', 'base', 'applet']);
const FOREIGN = /^\s*(?:[a-z][a-z0-9+.-]*:|\/\/|\\\\)/i; // another scheme or host
const KINDS = { '>': 'includes are put in place at build time', '%': 'only the first line is a pragma', '=': 'marks keep their form' };

const variables = (text, offset) => marksOf(text, offset).filter(({ kind }) => kind === '');

function* faultsOfUrl(tag, { name, value, valueIndex }) {
  if (FOREIGN.test(value)) yield { index: valueIndex, message: `${name}="${value}" leaves the product` };
  let query = -1;
  for (let at = 0, depth = 0; at < value.length && query === -1; at++) {
    if (value.startsWith('{{', at)) depth++;
    else if (value.startsWith('}}', at)) depth--;
    else if (value[at] === '?' && depth === 0) query = at;
  }
  for (const { name: variable, modifiers, index } of query === -1 ? [] : variables(value, valueIndex)) {
    if (index - valueIndex > query && !modifiers.some((modifier) => modifier === 'url_query_escape' || modifier === 'u')) {
      yield { index, message: `${name}: {{${variable}}} in a query needs :url_query_escape` };
    }
  }
}

function* faultsOfAttribute(tag, attribute) {
  const { name, value, quote, index } = attribute;
  if (/^on[a-z]/.test(name)) yield { index, message: `inline event handler ${name}` };
  if (name === 'style') yield { index, message: 'inline style: put it into static/css' };
  if (value === null) return;
  const bound = variables(value, index).length > 0;
  if (bound && quote === '') yield { index, message: `${name}: a variable in a value without quotes` };
  if (bound && NEVER_BOUND.test(name)) yield { index, message: `${name}: escaping for HTML does not protect this attribute` };
  if (URLS.has(name)) yield* faultsOfUrl(tag, attribute);
}

function* faultsOfTag(tag) {
  if (tag.closing) return;
  if (FORBIDDEN_TAGS.has(tag.name)) yield { index: tag.index, message: `<${tag.name}> is not used here` };
  for (const { kind, name, index } of tag.marks) {
    if (kind === '') yield { index, message: `{{${name}}} stands where the name of an element or attribute would` };
  }
  for (const attribute of tag.attributes) yield* faultsOfAttribute(tag, attribute);
  const equiv = tag.attributes.find(({ name }) => name === 'http-equiv');
  if (equiv && /refresh/i.test(equiv.value ?? '')) yield { index: tag.index, message: '<meta refresh> takes the page from its reader' };
}

function* faultsOfPart(part) {
  if (part.type === 'tag') yield* faultsOfTag(part);
  const bound = part.type !== 'tag' && variables(part.text, part.index).length > 0;
  if (part.type === 'comment' && bound) yield { index: part.index, message: 'a variable in an HTML comment' };
  if (part.type !== 'raw') return;
  if (part.name === 'script' && part.text.trim() !== '') yield { index: part.index, message: 'inline script: put it into static/js' };
  if (part.name === 'style') yield { index: part.index, message: 'inline style: put it into static/css' };
}

// What is wrong with a text, wherever it stands.
export function* faultsOfTemplate(text) {
  if (!text.startsWith(`${PRAGMA}\n`)) yield { index: 0, message: `the first line must be ${PRAGMA}` };
  const body = text.startsWith(PRAGMA) ? ' '.repeat(PRAGMA.length) + text.slice(PRAGMA.length) : text;
  for (const { kind, name, modifiers, index } of marksOf(body)) {
    if (KINDS[kind]) yield { index, message: `{{${kind}${name}}}: ${KINDS[kind]}` };
    const foreign = modifiers.filter((modifier) => !MODIFIERS.has(modifier));
    if (kind === '' && foreign.length > 0) yield { index, message: `{{${name}:${foreign.join(':')}}}: modifier not allowed` };
  }
  // A comment of the template language never reaches the page.
  const page = body.replace(/\{\{![\s\S]*?\}\}/g, (comment) => comment.replace(/[^\n]/g, ' '));
  for (const part of scanHtml(page)) yield* faultsOfPart(part);
}

// In a whole page every form that changes something carries the token against forged requests.
export function* faultsOfForms(text) {
  let open = null;
  for (const part of scanHtml(text)) {
    if (part.type !== 'tag' || part.name !== 'form') continue;
    if (!part.closing && /^post$/i.test(part.attributes.find(({ name }) => name === 'method')?.value ?? '')) open = part.index;
    if (part.closing && open !== null) {
      if (!/name="csrf" value="\{\{(?:[A-Z]+_)?CSRF\}\}"/.test(text.slice(open, part.index))) {
        yield { index: open, message: '<form method="post"> without <input type="hidden" name="csrf" value="{{CSRF}}">' };
      }
      open = null;
    }
  }
}

export function check(root) {
  const problems = [];
  const allowed = new AllowList(root, 'templates');
  const report = (file, text, { index, message }) => {
    if (!allowed.has(`${file}: ${message}`)) problems.push({ file, line: lineOf(text, index), message });
  };
  const sources = findFiles(root, ['templates'], /\.tpl$/);
  const built = findFiles(root, [BUILT], /\.tpl$/);
  for (const file of [...sources, ...built]) {
    const text = read(root, file);
    for (const fault of faultsOfTemplate(text)) report(file, text, fault);
    if (file.startsWith(BUILT)) for (const fault of faultsOfForms(text)) report(file, text, fault);
  }
  if (sources.length === 0) problems.push({ file: 'templates', line: 1, message: 'no templates found' });
  if (built.length === 0) problems.push({ file: BUILT, line: 1, message: 'no localised templates: build the front end first' });
  problems.push(...allowed.faults());
  return { problems, summary: `templates: ${sources.length} sources, ${built.length} pages` };
}

runAsProgram(import.meta, check);
