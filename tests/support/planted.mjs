// Planted values: who was shown what. Customers and contacts with a value of their own in every confidential field are made;
// a crawler visits everything as everybody; each planted value found in an answer must have its access record.
import { signedIn } from './client.mjs';

import { administered, approvalsOf, contractOf, fillPath } from './scope.mjs';
import { fullForm, isSealed, loadFields, shapesOf } from './values.mjs';

const DISCLOSED = 1;
const PURPOSE_TEXT = '核对三月货款账号';
const CUSTOMER = 1;
const CONTACT = 2;

// --- planting ---

export class Garden {
  values = [];    // {kind, record, field, value, shapes, stored}
  customers = []; // {id, contacts}
  #next = 100_000;

  constructor(instance) {
    this.instance = instance;
  }

  #fill(fields) {
    const start = this.#next;
    this.#next += fields.length;
    return fullForm(fields, start);
  }

  #plant(kind, record, fields, values, stored) {
    for (const field of fields.filter(isSealed))
      this.values.push({ kind, record, field: field.key, value: values[field.key], shapes: shapesOf(field, values[field.key]), stored });
  }

  async #send(client, path, values) {
    const answer = await client.submit(path, path, values);
    if (answer.status !== 303) throw new Error(`planting: ${path} gave ${answer.status}\n${answer.page.text}`);
    return answer;
  }

  // Enters values for all fields, then other values for all that this person may replace: the old ones stay in the history,
  // where nobody may ever see them.
  async #enterTwice(kind, fields, mayReplace, enter) {
    const first = this.#fill(fields);
    const record = await enter(first);
    const replaced = fields.filter(mayReplace);
    this.#plant(kind, record, replaced, first, false);
    this.#plant(kind, record, fields.filter((field) => !mayReplace(field)), first, true);
    const second = this.#fill(replaced);
    await enter(second, record);
    this.#plant(kind, record, replaced, second, true);
    return record;
  }

  // One customer with two contacts, entered by `client`.
  async plant(client) {
    const made = await client.submit('/customer/new', '/customer/new', { name: `种下${this.#next}有限公司` });
    const id = Number(/\d+/.exec(made.location)[0]);
    const path = `/customer/${id}`;
    const { customerFields, contactFields } = await loadFields(this.instance, client, id);
    const [{ level }] = this.instance.store(`SELECT max(r.level) AS level FROM role r JOIN person_role pr ON pr.role_id = r.id
      JOIN person p ON p.id = pr.person_id WHERE p.login = '${client.login}';`);
    const mayReplace = (field) => field.level < 3 || field.level <= level;
    await this.#enterTwice(CUSTOMER, customerFields, mayReplace, async (values) => {
      await this.#send(client, `${path}/edit`, values);
      return id;
    });
    for (let i = 0; i < 2; i++)
      await this.#enterTwice(CONTACT, contactFields, mayReplace, async (values, contact) => {
        await this.#send(client, contact ? `${path}/contact/${contact}/edit` : `${path}/contact/new`, values);
        return contact ?? this.instance.store(`SELECT max(id) AS id FROM contact WHERE customer_id = ${id};`)[0].id;
      });
    const contacts = this.instance.store(`SELECT id FROM contact WHERE customer_id = ${id} ORDER BY id;`).map((row) => row.id);
    this.customers.push({ id, contacts, owner: client.login });
    this.sealedKeys = { [CUSTOMER]: customerFields.filter(isSealed).map((field) => field.key), [CONTACT]: contactFields.filter(isSealed).map((field) => field.key) };
  }

  // The planted values that stand in a text in any shape.
  find(content) {
    if (!SENTINEL.test(content)) return [];
    return this.values.filter((planted) => planted.shapes.some((shape) => content.includes(shape)));
  }
}

// Every planted value matches this: most answers need no closer look.
const SENTINEL = /195\d|6217|密[魑魅魍魉饕餮龘靐齉爩籲灪麤鱻]|planted\.|37[,.\d]{6}|19[0-2]\d|4403/;

const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
const unescapeHtml = (html) => html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity]);

export function percentDecoded(content) {
  return content.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8')).replaceAll('+', ' ');
}

// Everything of an answer in which a value could stand, also cut up by markup, encoded, or with its digits in groups.
export function contentsOf(answer) {
  const body = unescapeHtml(answer.body);
  const text = body.replace(/<[^>]*>/g, '');
  const headers = Object.entries(answer.headers).flat(2).join('\n');
  return [body, text, text.replace(/(?<=\d)[ \u00a0\u2009,-](?=\d)/g, ''), percentDecoded(body), headers, percentDecoded(headers)].join('\n\u0000');
}

// Planted values in the answer that have no record of exactly this disclosure: [] = accounted for.
export function unrecorded(garden, answer, login, route) {
  const found = garden.find(contentsOf(answer));
  if (found.length === 0) return [];
  const records = garden.instance.access(`request = '${answer.number}'`);
  return found.filter((planted) => !(planted.stored && route?.discloses && records.some((record) =>
    record.result === DISCLOSED && record.kind === planted.kind && record.record_id === planted.record && record.field === planted.field &&
    record.login === login && record.time >= answer.startedAt - 1000 && record.time <= answer.endedAt + 1000)))
    .map((planted) => `${answer.request.method} ${answer.request.path} showed ${planted.field} of ${planted.kind}/${planted.record} to ${login} without a record`);
}

// --- crawling ---

const FORMATS = ['text/html', 'application/json', 'text/csv'];
const LEAVES = /^\/(logout|account\/password)|\/delete$/;
const FOLLOWED = 60; // links a role follows beyond the route table

export class Crawler {
  faults = [];
  disclosed = 0;
  visited = 0;
  seen = new Set(); // method and route pattern

  constructor(garden, client) {
    this.garden = garden;
    this.client = client;
    this.instance = garden.instance;
    this.patterns = this.instance.routes.map((route) => ({ route, pattern: new RegExp(`^${route.path.replace(/\{\w+\}/g, '\\d+')}$`) }));
    this.addresses = new Set();
    this.forms = new Set();
    this.queue = [];
  }

  #routeOf(method, path) {
    return this.patterns.find(({ route, pattern }) => route.method === method && pattern.test(path.split('?')[0]))?.route;
  }

  async #check(promise) {
    const startedAt = Date.now();
    const answer = Object.assign(await promise, { startedAt, endedAt: Date.now() });
    const { method, path } = answer.request;
    const route = this.#routeOf(method, path);
    this.visited++;
    if (route) this.seen.add(`${method} ${route.path}`);
    this.faults.push(...unrecorded(this.garden, answer, this.client.login, route));
    if (this.garden.find(path).length > 0 || this.garden.find(answer.location ?? '').length > 0) this.faults.push(`a value is in the address ${path} → ${answer.location}`);
    if (route?.discloses && answer.status === 200) this.disclosed += this.garden.find(contentsOf(answer)).length;
    if ((answer.headers['content-type'] ?? '').startsWith('text/html')) this.#collect(answer);
    return answer;
  }

  // Links and forms of a kind not met yet. Only a page that has such a form is parsed.
  #collect(answer) {
    for (const [, href] of answer.body.matchAll(/<a [^>]*href="(\/[^"]*)"/g)) {
      const shape = href.replace(/\d+/g, 'N').replace(/=[^&]*/g, '=');
      if (this.addresses.has(shape)) continue;
      this.addresses.add(shape);
      this.queue.push(unescapeHtml(href));
    }
    const keyOf = (action) => action.replace(/\d+/g, 'N');
    if (![...answer.body.matchAll(/<form [^>]*action="([^"]*)"/g)].some(([, action]) => !this.forms.has(keyOf(action)))) return;
    for (const form of answer.page.forms) {
      if (this.forms.has(keyOf(form.action))) continue;
      this.forms.add(keyOf(form.action));
      if (!LEAVES.test(form.action)) this.queue.push(form);
    }
  }

  async #everyRoute() {
    const { customers } = this.garden;
    const contract = contractOf(this.instance, customers[0].id);
    const [{ revision }] = this.instance.store(`SELECT max(id) AS revision FROM contract_revision WHERE contract_id = ${contract};`);
    const { request, delegation } = approvalsOf(this.instance, this.client.login, revision);
    for (const route of this.instance.routes) {
      if (LEAVES.test(route.path) && route.method === 'POST') continue;
      for (const customer of route.path.includes('{id}') ? customers : customers.slice(0, 1))
        for (const contact of route.path.includes('{contact}') ? customer.contacts : [customer.contacts[0]]) {
          const path = fillPath(route.path, { ...administered(this.instance), id: customer.id, contact, seq: this.instance.lastSeq ?? 1, batch: 1, view: 1, case: 1, rule: 1, request, delegation, contract: contractOf(this.instance, customer.id), revision: 1, version: 1 });
          if (route.method === 'POST') await this.#posts(route, path);
          else for (const accept of route.path.includes('{') ? FORMATS.slice(0, 1) : FORMATS)
            await this.#check(this.client.get(path, { headers: { Accept: accept } }));
        }
    }
  }

  async #posts(route, path) {
    if (route.discloses) {
      const field = this.garden.sealedKeys[path.includes('/contact/') ? CONTACT : CUSTOMER];
      await this.#check(this.client.post(path, { field, purpose: 'contact', purpose_text: PURPOSE_TEXT }));
      // Few of them: who is refused too often is not answered any more.
      for (const more of [{}, { purpose: 'contact' }]) await this.#check(this.client.post(path, { field: [field[0], field.at(-1)], ...more }));
      await this.#check(this.client.post(path, { field: field[0], purpose: 'contact', csrf: 'wrong' }));
      return;
    }
    await this.#check(this.client.post(path));
    // A form from before everybody's changes, and one that is full of faults: what comes back shows what is stored beside it.
    await this.#check(this.client.post(path, { version: '1', name: '别人的名称', goods: '别的货物', title: '别的职务' }));
    await this.#check(this.client.post(path, { version: '1', name: '', phone: '不对', mobile: '不对', email: '不对' }));
  }

  async #searches() {
    for (const planted of this.garden.values.filter((one) => ['phone', 'email', 'mobile', 'bank_account', 'identity_no'].includes(one.field)).slice(-12))
      await this.#check(this.client.post('/customer/search', { q: planted.value }));
    for (const q of ['密', '****', '195****', 'nowhere', '6217']) await this.#check(this.client.get(`/customer?q=${encodeURIComponent(q)}`));
  }

  async #follow() {
    for (let i = 0; i < FOLLOWED && this.queue.length > 0; i++) {
      const next = this.queue.shift();
      if (typeof next === 'string') await this.#check(this.client.get(next));
      else if (next.method === 'GET') await this.#check(this.client.get(`${next.action.split('?')[0]}?${new URLSearchParams(next.pairs)}`));
      else await this.#check(this.client.post(next.action, next.pairs));
    }
  }

  async #errors() {
    const [{ id, contacts }] = this.garden.customers;
    for (const path of [`/customer/${id}/nothing`, `/customer/${contacts[0]}`, `/customer/${id}.json`, `/customer/${id}.csv`, `/customer/${id}?format=json`, `/customer/${id}/reveal?field=phone&purpose=contact`, `/customer/${id}/history?before=2`, `/customer?after=1`, `/customer?notice=saved`])
      await this.#check(this.client.get(path));
    await this.#check(this.client.request('PUT', `/customer/${id}`));
    await this.#check(this.client.request('POST', `/customer/${id}/reveal`, { body: 'field=%FF&csrf=x' }));
  }

  async crawl() {
    await this.#check(this.client.visit('/'));
    await this.#everyRoute();
    await this.#searches();
    await this.#errors();
    await this.#follow();
    return this;
  }
}

// Demo accounts that may enter customers, each owning a planted one.
export async function plantGarden(instance, roles) {
  const garden = new Garden(instance);
  for (const role of roles) await garden.plant(await signedIn(instance, role));
  return garden;
}

