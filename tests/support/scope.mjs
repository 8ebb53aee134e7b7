// Which records a demo account of a role reaches, computed from the store by the rule itself (ORG-2), and paths filled with them.
const CONTACT = '(SELECT min(id) FROM contact WHERE customer_id = c.id AND deleted_at IS NULL)';

export function scopeOf(instance, role) {
  return instance.store(`SELECT scope FROM role WHERE key = '${role}';`)[0].scope;
}

function condition(scope, login) {
  const me = `(SELECT %s FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.login = '${login}')`;
  switch (scope) {
    case 1: return `c.owner_id = ${me.replace('%s', 'p.id')}`;
    case 2: return `c.unit_id = ${me.replace('%s', 'p.unit_id')}`;
    case 3: return `(SELECT path FROM unit WHERE id = c.unit_id) LIKE ${me.replace('%s', "u.path || '%'")}`;
    case 4: return '1';
    default: return '0';
  }
}

// The first case there is; makes one of somebody leaving, where there is none.
function caseOf(instance) {
  instance.store(`INSERT OR IGNORE INTO audit_notice (kind, person_id, since, until, day) SELECT 'moving', min(id), 0, ${Date.now()}, '2026-01-01' FROM person;`, { write: true });
  return 1;
}

function pick(instance, where) {
  const [row] = instance.store(`SELECT c.id, c.name, c.archive_no, ${CONTACT} AS contact FROM customer c
    WHERE ${where} AND ${CONTACT} IS NOT NULL ORDER BY c.id LIMIT 1;`);
  return row && { ...row, contract: contractOf(instance, row.id), revision: 1, version: 1, seq: 1, case: caseOf(instance), person: instance.store('SELECT min(id) AS id FROM person;')[0].id, rule: 1 };
}

// What administrators look after: a colleague of the demo with customers, who has no account; their unit; a role that people hold.
export function administered(instance) {
  const [{ person, unit, role }] = instance.store(`SELECT p.id AS person, p.unit_id AS unit, r.id AS role FROM person p, role r
    WHERE p.login = 'bai.yang' AND r.key = 'sales';`);
  return { person, unit, role };
}

// An import of that person that is over, and could be undone if any of its customers were left.
function batchOf(instance, login) {
  const [{ id }] = instance.store('SELECT coalesce(max(id), 0) + 1 AS id FROM import_batch;');
  instance.store(`INSERT INTO import_batch (id, person_id, file_name, file_size, state, created_at, changed_at, created, done_at)
    SELECT ${id}, id, 'list.csv', 1, 'done', 1, 1, 1, ${Date.now()} FROM person WHERE login = '${login}';`, { write: true });
  return id;
}

// The number of a kept list of the person's own, which is made where there is none.
function ownView(instance, login) {
  const find = () => instance.store(`SELECT v.id FROM saved_view v JOIN person p ON p.id = v.person_id WHERE p.login = '${login}' LIMIT 1;`)[0]?.id;
  if (find() === undefined)
    instance.store(`INSERT INTO saved_view (id, person_id, name, query, unit_id, created_at) SELECT id, id, '测试', 'kind.is=dealer', unit_id, 1 FROM person
      WHERE login = '${login}';`, { write: true });
  return find();
}

// A request for approval that waits for that person (of a revision of a contract; 1 is none), and one with which they have nothing to do; a
// delegation of theirs.
export function approvalsOf(instance, login, revision = 1) {
  const person = `(SELECT id FROM person WHERE login = '${login}')`;
  const other = (place) => `(SELECT id FROM person WHERE login <> '${login}' AND state = 'active' ORDER BY id LIMIT 1 OFFSET ${place})`;
  const make = (asked) => {
    const [{ id }] = instance.store(`INSERT INTO approval (id, kind, subject_id, title, flag, digest, path_id, branch, applicant_id, unit_id, state, created_at)
      SELECT coalesce(max(id), 0) + 1, 'contract.sign', ${revision}, '合同', 'oral', zeroblob(32), 1, 0, ${other(0)}, 1, 'open', 1 FROM approval RETURNING id;`, { write: true });
    instance.store(`INSERT INTO approval_seat (approval_id, round, step, place, person_id, state, origin, opened_at) VALUES (${id}, 0, 0, 0, ${asked}, 'open', 'path', 1);`, { write: true });
    return id;
  };
  const [{ id: delegation }] = instance.store(`INSERT INTO delegation (id, from_id, to_id, kind, from_date, to_date, reason, created_at)
    SELECT coalesce(max(id), 0) + 1, ${person}, ${other(1)}, '', '2020-01-01', '2020-01-02', '', 1 FROM delegation RETURNING id;`, { write: true });
  return { request: make(person), outside: make(other(1)), delegation };
}

// A draft of a contract with the customer, which is made where there is none.
export function contractOf(instance, customer) {
  const find = () => instance.store(`SELECT id FROM contract WHERE customer_id = ${customer} LIMIT 1;`)[0]?.id;
  if (find() === undefined)
    instance.store(`INSERT INTO contract (number, customer_id, unit_id, owner_id, state, created_at, created_by, updated_at, updated_by)
      SELECT 'HT2026-9' || id, id, unit_id, owner_id, 'draft', 1, owner_id, 1, owner_id FROM customer WHERE id = ${customer};
      INSERT INTO contract_revision (id, contract_id, number, title, settled_kind, created_at, created_by)
      SELECT 100000 + id, id, 1, '测试合同', 'usual', 1, owner_id FROM contract WHERE customer_id = ${customer};`, { write: true });
  return find();
}

// {view, batch, contract, id, contact, seq, name} of a customer within the role's scope (any customer for roles without one), and one `outside`.
export function idsFor(instance, role) {
  const { login } = instance.account(role);
  const scope = condition(scopeOf(instance, role), login);
  const inside = pick(instance, scope) ?? pick(instance, '1');
  const [view, batch] = [ownView(instance, login), batchOf(instance, login)];
  const outside = pick(instance, `NOT (${scope})`);
  const { outside: request, ...approvals } = approvalsOf(instance, login);
  return { ...inside, ...administered(instance), ...approvals, view, batch, outside: outside && { ...outside, view, request, delegation: approvals.delegation } };
}

export function countFor(instance, role) {
  const { login } = instance.account(role);
  return instance.store(`SELECT count(*) AS count FROM customer c WHERE ${condition(scopeOf(instance, role), login)};`)[0].count;
}

export function reaches(instance, role, customer) {
  const { login } = instance.account(role);
  return instance.store(`SELECT 1 FROM customer c WHERE c.id = ${customer} AND ${condition(scopeOf(instance, role), login)};`).length > 0;
}

export function fillPath(path, ids) {
  const about = /^\/admin\/fields\/(field|try|level|choices|move|retire|return)$/.test(path) ? '?of=customer&key=taxpayer' : ''; // a choice
  return about !== '' ? path + about : path.replace(/\{(\w+)\}/g, (_, name) => {
    if (ids[name] === undefined) throw new Error(`no number known for {${name}} of ${path}: tell scope.mjs where to find one`);
    return ids[name];
  });
}
