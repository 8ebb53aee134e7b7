// A page as tests look at it: forms with what they would send, links, texts. Parsed by the rules browsers follow.
import { parse } from 'parse5';

const BLOCK = new Set(['p', 'div', 'li', 'tr', 'td', 'th', 'dt', 'dd', 'h1', 'h2', 'h3', 'section', 'label', 'option', 'br', 'legend']);

export function attribute(node, name) {
  return node.attrs?.find((found) => found.name === name)?.value;
}

export function classes(node) {
  return (attribute(node, 'class') ?? '').split(/\s+/);
}

export function* walk(node) {
  yield node;
  for (const child of node.childNodes ?? []) yield* walk(child);
}

export function elements(node, test) {
  const matches = typeof test === 'string' ? (found) => found.tagName === test : test;
  return [...walk(node)].filter((found) => found.tagName !== undefined && matches(found));
}

function rawText(node) {
  if (node.nodeName === '#text') return node.value;
  const inner = (node.childNodes ?? []).map(rawText).join('');
  return BLOCK.has(node.tagName) ? `\n${inner}\n` : inner;
}

export function text(node) {
  return rawText(node).replace(/[^\S\n]+/g, ' ').replace(/\s*\n\s*/g, '\n').trim();
}

// The text of a textarea or pre as the browser gives it: no normalising.
function exactText(node) {
  return (node.childNodes ?? []).map((child) => child.value ?? '').join('');
}

function optionsOf(select) {
  return elements(select, 'option').map((option) => ({
    value: attribute(option, 'value') ?? text(option), label: text(option), selected: attribute(option, 'selected') !== undefined,
  }));
}

function control(node) {
  const name = attribute(node, 'name');
  const type = node.tagName === 'input' ? attribute(node, 'type') ?? 'text' : node.tagName;
  const found = { name, type, node, checked: attribute(node, 'checked') !== undefined, value: attribute(node, 'value') ?? '' };
  if (type === 'textarea') found.value = exactText(node);
  if (type === 'checkbox' || type === 'radio') found.value = attribute(node, 'value') ?? 'on';
  if (type === 'select') {
    found.options = optionsOf(node);
    found.value = (found.options.find((option) => option.selected) ?? found.options[0])?.value ?? '';
  }
  return found;
}

export class Form {
  constructor(node, address) {
    this.node = node;
    this.method = (attribute(node, 'method') ?? 'get').toUpperCase();
    this.action = attribute(node, 'action') ?? address;
    this.controls = elements(node, (found) => ['input', 'select', 'textarea', 'button'].includes(found.tagName) && attribute(found, 'name'))
      .map(control);
  }

  control(name) {
    return this.controls.find((found) => found.name === name);
  }

  // What a browser would send: [name, value] pairs, without buttons and what is not ticked.
  get pairs() {
    return this.controls.filter((found) => found.type !== 'button' && found.type !== 'submit')
      .filter((found) => (found.type !== 'checkbox' && found.type !== 'radio') || found.checked)
      .map((found) => [found.name, found.value]);
  }

  // The same with other values; an array sends the name several times, null leaves it out.
  fill(values = {}) {
    const pairs = this.pairs.filter(([name]) => !(name in values));
    for (const [name, value] of Object.entries(values))
      for (const one of Array.isArray(value) ? value : [value]) if (one !== null) pairs.push([name, one]);
    return pairs;
  }
}

export class Page {
  constructor(html, address = '/') {
    this.html = html;
    this.address = address;
    this.document = parse(html);
  }

  get title() {
    return text(elements(this.document, 'title')[0] ?? { childNodes: [] });
  }

  get text() {
    return text(elements(this.document, 'body')[0]);
  }

  get main() {
    return elements(this.document, 'main')[0] ?? this.document;
  }

  all(test) {
    return elements(this.document, test);
  }

  byClass(name) {
    return this.all((node) => classes(node).includes(name));
  }

  byId(id) {
    return this.all((node) => attribute(node, 'id') === id)[0];
  }

  get forms() {
    return this.all('form').map((node) => new Form(node, this.address));
  }

  // The form whose action is `action` or matches it.
  form(action) {
    const found = this.forms.find((form) => (action instanceof RegExp ? action.test(form.action) : form.action.split('?')[0] === action));
    if (!found) throw new Error(`no form for ${action} on ${this.address}; there are ${this.forms.map((form) => form.action).join(', ')}`);
    return found;
  }

  get csrf() {
    for (const form of this.forms) if (form.control('csrf')) return form.control('csrf').value;
    return undefined;
  }

  // Addresses of all links and of what the page loads, as written.
  get links() {
    return this.all('a').map((node) => attribute(node, 'href')).filter((href) => href !== undefined);
  }

  get resources() {
    return this.all(() => true).flatMap((node) => ['src', 'href', 'action', 'formaction', 'poster', 'srcset', 'data', 'xlink:href']
      .map((name) => attribute(node, name))).filter((value) => value !== undefined);
  }

  // Rows of the page's list: [text of each cell], first link.
  get rows() {
    return this.all('tbody').flatMap((body) => elements(body, 'tr')).map((row) => ({
      cells: elements(row, (node) => node.tagName === 'td' || node.tagName === 'th').map(text),
      href: elements(row, 'a').map((node) => attribute(node, 'href'))[0],
      node: row,
    }));
  }
}
