// Writes the build's results: unchanged files are left alone (so make sees no news), what is no longer made is removed,
// static files get a name with a hash of their content and a .gz beside them for gzip_static.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { constants, gzipSync } from 'node:zlib';

const COMPRESSIBLE = new Set(['.css', '.js', '.svg', '.json', '.html', '.txt']);
const COMPRESSIBLE_FROM = 512; // bytes: below, the header costs more than it saves

export class Output {
  /** @param {string} root build/share @param {string[]} owned its folders that belong to this build alone */
  constructor(root, owned) {
    this.root = root;
    this.owned = owned;
    this.written = new Set();
    this.urls = new Map(); // asset path → URL
  }

  /** A file below the root; the content decides whether it is written at all. */
  write(name, content) {
    const file = path.join(this.root, name);
    const bytes = Buffer.from(content);
    this.written.add(file);
    if (fs.existsSync(file) && fs.readFileSync(file).equals(bytes)) return false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, bytes);
    return true;
  }

  /** A static file under a fixed name, compressed beside it when that pays. */
  writeStatic(name, content) {
    const bytes = Buffer.from(content);
    const changed = this.write(path.join('static', name), bytes);
    if (!COMPRESSIBLE.has(path.extname(name)) || bytes.length < COMPRESSIBLE_FROM) return;
    const zipped = path.join('static', `${name}.gz`);
    if (!changed && fs.existsSync(path.join(this.root, zipped))) this.written.add(path.join(this.root, zipped));
    else this.write(zipped, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
  }

  /** A static file for the pages: css/app.css → /static/css/app.<hash>.css. */
  publish(name, content) {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
    const { dir, name: stem, ext } = path.posix.parse(name);
    const hashed = path.posix.join(dir, `${stem}.${hash}${ext}`);
    this.writeStatic(hashed, content);
    this.urls.set(name, `/static/${hashed}`);
    return this.urls.get(name);
  }

  url(name) {
    if (!this.urls.has(name)) throw new Error(`no such asset: ${name}`);
    return this.urls.get(name);
  }

  /** Removes what an earlier build left in the folders that belong to this one. */
  sweep() {
    for (const folder of this.owned) {
      const top = path.join(this.root, folder);
      if (!fs.existsSync(top)) continue;
      for (const entry of listFiles(top)) if (!this.written.has(entry)) fs.rmSync(entry);
    }
  }
}

/** Every file below a folder, in a fixed order. */
export function listFiles(folder) {
  return fs.readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? listFiles(file) : [file];
    });
}
