// The authenticator app of the tests: RFC 6238 with SHA-1, 6 digits, 30 seconds.
import { createHmac } from 'node:crypto';

const PERIOD_MS = 30_000;

function bytesOf(base32) {
  const bits = [...base32.replace(/\s/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)));
}

/** The code of a period: 0 is the present one, -1 the one before. */
export function codeOf(secret, shift = 0, now = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / PERIOD_MS) + shift));
  const hash = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const at = hash.at(-1) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A code that fits none of the periods about now. */
export function wrongCode(secret) {
  const good = [-2, -1, 0, 1, 2].map((shift) => codeOf(secret, shift));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !good.includes(code));
}

/** The secret and the codes as pages show them. */
export const secretOf = (body) => (/<p class="secret">(.*?)<\/p>/s.exec(body)?.[1] ?? '').replace(/<[^>]*>|\s/g, '');
export const codesOf = (body) => [...body.matchAll(/<li><code>([^<]*)<\/code>/g)].map((match) => match[1]);

/** A code stands for two periods beyond its own; what was used of it is forgotten, so that the next test need not wait. */
export const forgetUse = (instance) => instance.store('UPDATE second_factor SET last_step = 0;', { write: true });
