// templates/*.tpl → one self-contained ctemplate file per page and language. Directives:
//   {{%AUTOESCAPE context="HTML"}}  first line of every file
//   [[layout]]            second line: the page stands at the [[content]] of layout.tpl
//   [[>parts/pager.tpl]]  the part, put in place
//   [[asset css/app.css]] the URL of a static file
//   [[icon name]]         an icon of the sprite
//   [[文字 {{N}}]]        text in the page's language, escaped; Chinese stands nowhere else
import fs from 'node:fs';
import path from 'node:path';

const AUTOESCAPE = '{{%AUTOESCAPE context="HTML"}}';
const HAN = /\p{Script=Han}/u;
const DIRECTIVE = /\[\[(.+?)\]\]/gs;
const COMMENT = /\{\{!.*?\}\}/gs;
const DEPTH_MAX = 8; // parts within parts

export class Templates {
  /** @param {string} folder templates @param {(name: string) => string} asset @param {(name: string) => string} icon */
  constructor(folder, { catalogue, asset, icon }) {
    Object.assign(this, { folder, catalogue, asset, icon });
  }

  /** Pages: every template but the layout and the parts. */
  pages() {
    const walk = (at) => fs.readdirSync(path.join(this.folder, at), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => (entry.isDirectory() ? walk(path.posix.join(at, entry.name)) : [path.posix.join(at, entry.name)]));
    return walk('').filter((name) => name.endsWith('.tpl') && name !== 'layout.tpl' && !name.startsWith('parts/'));
  }

  /** Every template file with its text, for whoever looks for class names or icons. */
  sources() {
    return ['layout.tpl', ...this.parts(), ...this.pages()].map((name) => this.read(name));
  }

  parts() {
    const folder = path.join(this.folder, 'parts');
    return fs.existsSync(folder) ? fs.readdirSync(folder).sort().map((name) => `parts/${name}`) : [];
  }

  /** The page in one language: "zh" or "en". */
  render(name, lang) {
    const source = this.read(name);
    const framed = /^\s*\[\[layout\]\]/.test(source);
    let page = this.expand(framed ? source.replace('[[layout]]', '') : source, name, lang, 0);
    if (framed) {
      const [before, after, ...more] = this.read('layout.tpl').split('[[content]]');
      if (after === undefined || more.length > 0) throw new Error('layout.tpl needs one [[content]]');
      page = this.expand(before, 'layout.tpl', lang, 0) + page + this.expand(after, 'layout.tpl', lang, 0);
    }
    return `${AUTOESCAPE}\n${squeeze(page)}\n`;
  }

  read(name) {
    const text = fs.readFileSync(path.join(this.folder, name), 'utf8');
    if (!text.startsWith(`${AUTOESCAPE}\n`)) throw new Error(`${name}: the first line must be ${AUTOESCAPE}`);
    const body = text.slice(AUTOESCAPE.length + 1).replace(COMMENT, '');
    const stray = body.replace(DIRECTIVE, '').split('\n').find((line) => HAN.test(line));
    if (stray) throw new Error(`${name}: Chinese outside [[…]]: ${stray.trim()}`);
    return body;
  }

  part(name, lang, depth) {
    if (depth > DEPTH_MAX) throw new Error(`${name}: parts include each other`);
    return this.expand(this.read(name), name, lang, depth).trim();
  }

  expand(text, name, lang, depth) {
    return text.replace(DIRECTIVE, (whole, inner) => {
      if (inner.startsWith('>')) return this.part(inner.slice(1).trim(), lang, depth + 1);
      if (inner.startsWith('asset ')) return this.asset(inner.slice(6).trim());
      if (inner.startsWith('icon ')) return this.icon(inner.slice(5).trim());
      if (!HAN.test(inner)) throw new Error(`${name}: unknown directive ${whole}`);
      const english = this.catalogue.translate(inner, name);
      return escapeText(lang === 'en' ? english : inner);
    });
  }
}

/** Escapes a text for HTML, leaving its {{VARIABLES}} to the template engine. */
export function escapeText(text) {
  const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.split(/(\{\{[^}]*\}\})/).map((part, i) => (i % 2 ? part : part.replace(/[&<>"]/g, (c) => entities[c]))).join('');
}

/** Drops indentation and empty lines: a third of the bytes of a list page. */
function squeeze(text) {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '').join('\n');
}
