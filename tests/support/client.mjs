// An HTTP client that keeps cookies and picks the token of a POST from a page, as a browser would: no more headers than
// it is told to send, no following of redirects unless asked.
import assert from 'node:assert/strict';
import http from 'node:http';
import { Page, text } from './html.mjs';

const REQUEST_MS = 60_000;

class Answer {
  constructor(message, body, request) {
    this.status = message.statusCode;
    this.headers = message.headers;
    this.rawHeaders = message.rawHeaders;
    this.bytes = body;
    this.request = request;
  }

  get body() {
    this.text ??= this.bytes.toString('utf8');
    return this.text;
  }

  get page() {
    this.parsed ??= new Page(this.body, this.request.path);
    return this.parsed;
  }

  get location() {
    return this.headers.location;
  }

  get cookies() {
    return this.headers['set-cookie'] ?? [];
  }

  // The number under which the log has this request.
  get number() {
    return /\b[0-9a-f]{16}\b/.exec(this.page.byClass('foot').map(text).join(' '))?.[0];
  }

  is(status, why = '') {
    assert.equal(this.status, status, `${this.request.method} ${this.request.path} ${why}\n${this.page.text.slice(0, 1500)}`);
    return this;
  }
}

export function encodeForm(pairs) {
  const list = Array.isArray(pairs) ? pairs : Object.entries(pairs).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== undefined).map((one) => [name, one]));
  return new URLSearchParams(list.map(([name, value]) => [name, String(value)])).toString();
}

export class Client {
  cookies = new Map();

  // `address`: the client's own, any of 127.0.0.0/8, for what is counted per address.
  constructor(instance, { language = 'zh-CN,zh;q=0.9', agent = 'tests', address } = {}) {
    this.instance = instance;
    this.language = language;
    this.address = address;
    this.agentName = agent;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  }

  close() {
    this.agent.destroy();
  }

  // Sends one request. `body` is text or bytes; `headers` replace the usual ones (undefined leaves one out).
  request(method, path, { body, headers = {} } = {}) {
    const sent = {
      Host: `127.0.0.1:${this.instance.port}`,
      'User-Agent': this.agentName,
      'Accept-Language': this.language,
      ...(this.cookies.size > 0 ? { Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
      ...(body !== undefined ? { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) } : {}),
      ...headers,
    };
    for (const name of Object.keys(sent)) if (sent[name] === undefined) delete sent[name];
    return new Promise((resolve, reject) => {
      const request = http.request({
        host: '127.0.0.1', port: this.instance.port, method, path, headers: sent, agent: this.agent, timeout: REQUEST_MS,
        localAddress: this.address,
      }, (message) => {
        const chunks = [];
        message.on('data', (chunk) => chunks.push(chunk));
        message.on('error', reject);
        message.on('end', () => {
          const answer = new Answer(message, Buffer.concat(chunks), { method, path, body });
          this.keep(answer);
          resolve(answer);
        });
      });
      request.on('timeout', () => request.destroy(new Error(`no answer to ${method} ${path} within ${REQUEST_MS} ms`)));
      request.on('error', reject);
      request.end(body);
    });
  }

  keep(answer) {
    for (const line of answer.cookies) {
      const [pair, ...attributes] = line.split(/;\s*/);
      const at = pair.indexOf('=');
      if (attributes.some((part) => /^max-age=0$/i.test(part))) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    if (answer.status < 400) this.csrf = /name="csrf" value="([0-9a-f]+)"/.exec(answer.body)?.[1] ?? this.csrf;
  }

  get(path, options) {
    return this.request('GET', path, options);
  }

  // Follows redirects with GET, as browsers do after 303.
  async visit(path, options) {
    let answer = await this.get(path, options);
    for (let hops = 0; answer.status === 303 && hops < 5; hops++) answer = await this.get(answer.location);
    return answer;
  }

  // The token that this session's forms carry.
  async token() {
    this.csrf ??= (await this.get('/login')).page.csrf;
    if (!this.csrf) await this.visit('/');
    return this.csrf;
  }

  // A POST with the token of the last page; `pairs` may set csrf itself.
  async post(path, pairs = {}, options = {}) {
    const list = Array.isArray(pairs) ? pairs : Object.entries(pairs).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== undefined).map((one) => [name, one]));
    if (!list.some(([name]) => name === 'csrf')) list.push(['csrf', await this.token()]);
    return this.request('POST', path, { ...options, body: encodeForm(list) });
  }

  // Loads the page, fills its form and sends it as a browser would.
  async submit(pagePath, action, values = {}) {
    const page = (await this.get(pagePath)).is(200).page;
    const answer = await this.send(page, action, values);
    // A customer that is like another one is saved in spite of it, as by somebody who has looked.
    const twins = answer.status === 422 ? /name="twins" value="([^"]*)"/.exec(answer.body)?.[1] : undefined;
    return twins === undefined ? answer : this.send(page, action, values, [['twins', twins]]);
  }

  send(page, action, values = {}, more = []) {
    const form = page.form(action);
    // Whoever is asked whose customer it is keeps it, unless the test says otherwise.
    const keeps = form.control('owner')?.value === '' ? { owner: this.login } : {};
    const pairs = [...form.fill({ ...keeps, ...values }), ...more];
    if (form.method === 'GET') return this.get(`${form.action.split('?')[0]}?${encodeForm(pairs)}`);
    return this.request('POST', form.action, { body: encodeForm(pairs) });
  }

  async signIn(login, password) {
    await this.get('/login');
    const answer = await this.post('/login', { login, password, next: '/' });
    this.csrf = undefined;
    return answer;
  }
}

// A client that is signed in as the demo account of a role.
export async function signedIn(instance, role, options) {
  const client = new Client(instance, options);
  const account = instance.account(role);
  const answer = await client.signIn(account.login, account.password);
  assert.equal(answer.status, 303, `${role} signs in: ${answer.page.text.slice(0, 300)}`);
  client.role = role;
  client.login = account.login;
  return client;
}

export const ENGLISH = { language: 'en-GB,en;q=0.9' };
