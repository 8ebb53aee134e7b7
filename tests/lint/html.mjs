// Reads a template as HTML with the marks of the template language in it: {{…}} of ctemplate and [[…]] of the build
// step count as one unit wherever they stand, so quotes or > inside them end nothing.
// Not here: what is allowed (templates.mjs) or bound (bindings.mjs).

const RAW = new Set(['script', 'style', 'textarea', 'title']); // elements whose content is no markup

// The marks of a text: { kind, name, modifiers, index, text }. kind is the first character of a ctemplate mark
// (# / ! > % = or '' for a variable), '[' for a mark of the build step.
export function marksOf(text, offset = 0) {
  const marks = [];
  for (const match of text.matchAll(/\{\{([#/!>%=^]?)([\s\S]*?)\}\}|\[\[([^\]]*)\]\]/g)) {
    const index = offset + match.index;
    if (match[3] !== undefined) {
      // Translated text holds variables of its own: [[共 {{COUNT}} 条]].
      marks.push({ kind: '[', name: match[3], modifiers: [], index, text: match[0] }, ...marksOf(match[3], index + 2));
    } else {
      const [name, ...modifiers] = match[2].trim().split(':');
      marks.push({ kind: match[1], name, modifiers, index, text: match[0] });
    }
  }
  return marks;
}

class Scanner {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  get done() {
    return this.at >= this.text.length;
  }

  sees(prefix) {
    return this.text.startsWith(prefix, this.at);
  }

  // Takes characters until `stop` matches one, stepping over marks as a whole.
  until(stop) {
    const from = this.at;
    while (!this.done && !stop.test(this.text[this.at])) this.step();
    return this.text.slice(from, this.at);
  }

  step() {
    const close = this.sees('{{') ? '}}' : this.sees('[[') ? ']]' : null;
    const end = close ? this.text.indexOf(close, this.at) : -1;
    this.at = end === -1 ? this.at + 1 : end + 2;
  }

  // Takes everything before `needle` (or the rest), and the needle itself.
  past(needle) {
    const found = this.text.toLowerCase().indexOf(needle, this.at);
    const end = found === -1 ? this.text.length : found;
    const part = this.text.slice(this.at, end);
    this.at = Math.min(end + needle.length, this.text.length);
    return part;
  }
}

function readAttribute(scan) {
  const index = scan.at;
  const name = scan.until(/[\s=>/{]/);
  if (name === '') scan.at++; // a stray "=" or "{": nothing may stop the scan
  scan.until(/\S/);
  if (!scan.sees('=')) return { name, index, value: null, quote: '' };
  scan.at++;
  scan.until(/\S/);
  const quote = scan.sees('"') ? '"' : scan.sees("'") ? "'" : '';
  if (quote) scan.at++;
  const valueIndex = scan.at;
  const value = scan.until(quote ? new RegExp(quote) : /[\s>]/);
  if (quote) scan.at++;
  return { name: name.toLowerCase(), index, value, quote, valueIndex };
}

function readTag(scan) {
  const index = scan.at;
  scan.at++;
  const closing = scan.sees('/');
  if (closing) scan.at++;
  const name = scan.until(/[\s>/{]/).toLowerCase();
  const tag = { type: 'tag', name, closing, index, attributes: [], marks: [] };
  for (;;) {
    scan.until(/[^\s/]/);
    if (scan.done) return tag;
    if (scan.sees('>')) break;
    if (scan.sees('{{') || scan.sees('[[')) {
      const from = scan.at;
      scan.step();
      tag.marks.push(...marksOf(scan.text.slice(from, scan.at), from));
    } else {
      tag.attributes.push(readAttribute(scan));
    }
  }
  scan.at++;
  return tag;
}

// The parts of a template in order: { type: 'text' | 'comment' | 'raw' | 'tag', index, … }.
export function* scanHtml(text) {
  const scan = new Scanner(text);
  while (!scan.done) {
    const index = scan.at;
    if (scan.sees('<!--')) {
      yield { type: 'comment', index, text: scan.past('-->') };
    } else if (/^<[/a-z!{[]/i.test(text.slice(index, index + 2))) {
      const tag = readTag(scan);
      yield tag;
      if (!tag.closing && RAW.has(tag.name)) {
        const start = scan.at;
        const content = scan.past(`</${tag.name}`);
        scan.past('>');
        yield { type: 'raw', name: tag.name, index: start, text: content, attributes: tag.attributes };
      }
    } else {
      const part = scan.until(/</);
      if (part === '') scan.at++; // a lone "<" in text
      else yield { type: 'text', index, text: part };
    }
  }
}
