// static/css/app.css with its @imports → one stylesheet. Of the UI kit only what the templates use is kept, light-dark() is
// spelled out (by the device, or by data-appearance on <html>) for browsers that do not know it, and data: images become
// files (CSP: img-src 'self').
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import postcss from 'postcss';

const require = createRequire(import.meta.url);
const KIT_ATTRIBUTE = /\[(data-bs-|data-theme|dir|data-tblr)/; // switches of the kit that no page uses
const DARK = '(prefers-color-scheme: dark)';
// On <html>: what the person chose instead of what the device says. In :where() it adds no weight, so that the order of rules decides.
const CHOSEN = '[data-appearance="dark"]';
const NOT_LIGHT = ':not([data-appearance="light"])';

/**
 * @param {string} file the entry
 * @param {Set<string>} classes class names in use; the kit's rules for others are left out
 * @param {(name: string, content: string) => string} publish stores an extracted image and returns its URL
 */
export function buildStylesheet(file, classes, publish) {
  const root = inlineImports(file, classes);
  spellOutLightDark(root);
  dropUnusedProperties(root);
  dropUnusedKeyframes(root);
  extractImages(root, publish);
  refuseForeignHosts(root);
  return minify(root);
}

function inlineImports(file, classes) {
  const root = postcss.parse(fs.readFileSync(file, 'utf8'), { from: file });
  root.walkAtRules('import', (rule) => {
    const name = rule.params.replace(/^["']|["']$/g, '');
    const ours = name.startsWith('.');
    const target = ours ? path.resolve(path.dirname(file), name) : require.resolve(name);
    const inner = inlineImports(target, classes);
    if (!ours) keepUsedRules(inner, classes);
    rule.replaceWith(inner.nodes);
  });
  return root;
}

function keepUsedRules(root, classes) {
  root.walkRules((rule) => {
    if (rule.parent.type === 'atrule' && rule.parent.name.endsWith('keyframes')) return;
    const kept = rule.selectors.filter((selector) => isUsed(selector, classes));
    if (kept.length === 0) rule.remove();
    else rule.selectors = kept;
  });
  root.walkAtRules((rule) => { if (rule.nodes?.length === 0) rule.remove(); });
}

function isUsed(selector, classes) {
  if (KIT_ATTRIBUTE.test(selector)) return false;
  const positive = selector.replace(/:not\([^)]*\)/g, '');
  return [...positive.matchAll(/\.((?:[\w-]|\\.)+)/g)].every((match) => classes.has(match[1].replace(/\\/g, '')));
}

function spellOutLightDark(root) {
  root.walkRules((rule) => {
    const dark = rule.clone({ nodes: [], selectors: rule.selectors.map((selector) => within(selector, NOT_LIGHT)) });
    rule.walkDecls((declaration) => {
      if (!declaration.value.includes('light-dark(')) return;
      dark.append(declaration.clone({ value: pick(declaration.value, 1) }));
      declaration.value = pick(declaration.value, 0);
    });
    if (dark.nodes.length === 0) return;
    rule.after(dark.clone({ selectors: rule.selectors.map((selector) => within(selector, CHOSEN)) }));
    rule.after(postcss.atRule({ name: 'media', params: DARK }).append(dark));
  });
}

/** The selector, for pages whose root is so. */
function within(selector, state) {
  const root = /^(?::root|html)\b/.exec(selector)?.[0];
  return root ? `${root}:where(${state})${selector.slice(root.length)}` : `:where(:root${state}) ${selector}`;
}

/** Replaces each light-dark(a, b) by a (0) or b (1). */
function pick(value, which) {
  const start = value.indexOf('light-dark(');
  if (start < 0) return value;
  let depth = 0;
  const cuts = [start + 'light-dark('.length];
  let end = cuts[0];
  for (; depth >= 0; end++) {
    if (value[end] === '(') depth++;
    else if (value[end] === ')') depth--;
    else if (value[end] === ',' && depth === 0) cuts.push(end + 1);
  }
  const halves = [value.slice(cuts[0], cuts[1] - 1), value.slice(cuts[1], end - 1)];
  return value.slice(0, start) + pick(halves[which].trim(), which) + pick(value.slice(end), which);
}

function dropUnusedProperties(root) {
  for (let dropped = true; dropped;) {
    const used = new Set();
    root.walkDecls(({ value }) => { for (const match of value.matchAll(/var\(\s*(--[\w-]+)/g)) used.add(match[1]); });
    dropped = false;
    root.walkDecls(/^--/, (declaration) => {
      if (used.has(declaration.prop)) return;
      declaration.remove();
      dropped = true;
    });
  }
  root.walkRules((rule) => { if (rule.nodes.length === 0) rule.remove(); });
  root.walkAtRules((rule) => { if (rule.nodes?.length === 0) rule.remove(); });
}

function dropUnusedKeyframes(root) {
  let animations = '';
  root.walkDecls(/^animation/, ({ value }) => { animations += ` ${value}`; });
  root.walkAtRules(/keyframes$/, (rule) => { if (!animations.includes(rule.params)) rule.remove(); });
}

function extractImages(root, publish) {
  let number = 0;
  root.walkDecls((declaration) => {
    declaration.value = declaration.value.replace(/url\("data:image\/svg\+xml,(.*?)"\)/g, (_, encoded) => {
      number += 1;
      return `url("${publish(`img/kit-${number}.svg`, decodeURIComponent(encoded))}")`;
    });
  });
}

function refuseForeignHosts(root) {
  root.walkDecls(({ value }) => {
    for (const match of value.matchAll(/url\(\s*["']?([^"')]*)/g))
      if (!match[1].startsWith('/static/') && !match[1].startsWith('#')) throw new Error(`stylesheet asks for ${match[1]}`);
  });
}

function minify(root) {
  root.walkComments((comment) => { if (!comment.text.startsWith('!')) comment.remove(); });
  root.walk((node) => {
    node.raws.before = '';
    node.raws.after = '';
    node.raws.between = node.type === 'decl' ? ':' : '';
    node.raws.semicolon = false;
    if (node.type === 'decl') node.value = node.value.replace(/\s*\n\s*/g, ' ');
    if (node.type === 'atrule') node.raws.afterName = ' ';
    if (node.type === 'rule') node.selector = node.selector.replace(/\s*,\s*/g, ',').replace(/\s*\n\s*/g, ' ');
  });
  return `${root.toString()}\n`;
}
