// Holds the idioms that a compiler does not: no function that invites an overrun, a shell or a hidden state; no text
// put together into SQL; nothing on a web program's standard output; no typedef of structs; no marks of unfinished
// work. Exceptions stand in allow/banned.txt as "path:rule" with their reason.
import { AllowList, findFiles, lineOf, read, runAsProgram, splitC } from './common.mjs';

const calls = (names) => new RegExp(`(?<![\\w.>])(?:${names})\\s*\\(`, 'g');
const EVERYWHERE = /^cgi-bin\//;

// `code` is matched against C without comments and literals.
const RULES = [
  { rule: 'overrun', code: calls('strcpy|strcat|sprintf|vsprintf|gets|stpcpy|wcscpy|strncpy|strncat|alloca'),
    message: 'no bound, or one that is easily wrong: use arena_string, arena_format or buffer_add' },
  { rule: 'strtok', code: calls('strtok'), message: 'keeps a hidden state: use strtok_r, strsep or a cursor' },
  { rule: 'atoi', code: calls('atoi|atol|atoll|atof'), message: 'cannot tell 0 from nonsense: use strtol and check the end' },
  { rule: 'shell', code: calls('system|popen'), message: 'starts a shell: use posix_spawn with an argument list' },
  { rule: 'thread-state', code: calls('localtime|gmtime|asctime|ctime|strerror_l|readdir_r|tmpnam|mktemp|tempnam'),
    message: 'answers in a static buffer or races: use the _r form, mkstemp' },
  // How long something takes (CLOCK_MONOTONIC) is nobody's date.
  { rule: 'clock', where: /^cgi-bin\/(?!lib\/base\/(clock|random)\.c$)/,
    code: /(?<![\w.>])(?:(?:time|gettimeofday|rand|srand|random|srandom|drand48)\s*\(|clock_gettime\s*\(\s*(?!CLOCK_MONOTONIC))/g,
    message: 'time and randomness are injected (struct clock, struct random)' },
  { rule: 'memcmp', where: /^cgi-bin\/(lib\/vault|custodian)\//, code: calls('memcmp|bcmp'),
    message: 'among secrets compare with sodium_memcmp; if it is none, say so in allow/banned.txt' },
  { rule: 'stdout', where: /^cgi-bin\/(?!ctl\/)/,
    code: /(?<![\w.>])(?:(?:v?printf|puts|putchar)\s*\(|stdout\b|STDOUT_FILENO\b)/g,
    message: 'a server writes no standard output: log_event, or the response' },
  { rule: 'typedef', code: /\btypedef\s+(?:struct|union|enum)\b/g, message: 'struct x is written out: no typedef' },
  { rule: 'sql-text', where: /^cgi-bin\/(?!lib\/store\/where\.c$)/, code: calls('sqlite3_v?m?s?n?printf|sqlite3_str_\\w+'),
    message: 'only store/where.c puts SQL text together' },
  { rule: 'sql-text', where: /^cgi-bin\/(?!lib\/store\/)/, code: calls('query_start_text'),
    message: 'only store/where.c runs text that was put together' },
  { rule: 'fields', where: /^cgi-bin\/(?!lib\/model\/|lib\/domain\/field_catalogue\.c$)/, code: /\b(?:CUSTOMER_FIELDS|CONTACT_FIELDS|BUILT_IN_CHAPTERS)\b/g,
    message: 'the tables are data: take them from the catalogue at hand (ctx->fields)' },
  { rule: 'autoescape', code: /\bUNSAFE|SetEscapedValue|SetValueWithoutCopy|SetTemplateGlobalValue/g,
    message: 'goes past the escaping of the templates' },
];

// Marks of work left undone; written so that this file has none.
const MARK = /\b(?:TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/g;
const FORMATTERS = /(?<![\w.>])(?:arena_v?format|buffer_(?:format|text|add)|v?snprintf|v?asprintf)\s*\(/g;
const SQL = /\b(?:SELECT\s|INSERT\s+(?:OR|INTO)\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|ORDER\s+BY\b|\sWHERE\s)/;

// The end of the call whose opening parenthesis is the last character before `from`.
function endOfCall(code, from) {
  let depth = 1;
  let at = from;
  for (; at < code.length && depth > 0; at++) depth += code[at] === '(' ? 1 : code[at] === ')' ? -1 : 0;
  return at;
}

function* faultsOfCode(file, { code, strings }) {
  for (const { rule, where = EVERYWHERE, code: pattern, message } of RULES) {
    if (!where.test(file)) continue;
    for (const match of code.matchAll(pattern)) {
      yield { rule, index: match.index, message: `${match[0].replace(/\s*\($/, '')}: ${message}` };
    }
  }
  if (file === 'cgi-bin/lib/store/where.c') return;
  for (const match of code.matchAll(FORMATTERS)) {
    const from = match.index + match[0].length;
    const end = endOfCall(code, from);
    if (strings.some(({ index, text }) => index >= from && index < end && SQL.test(text))) {
      yield { rule: 'sql-text', index: match.index, message: 'puts SQL together: bind values, let store/where.c add conditions' };
    }
  }
}

export function check(root) {
  const problems = [];
  const allowed = new AllowList(root, 'banned');
  const report = (file, text, { rule, index, message }) => {
    if (!allowed.has(`${file}:${rule}`)) problems.push({ file, line: lineOf(text, index), message: `${message} [${rule}]` });
  };
  const sources = findFiles(root, ['cgi-bin'], /\.(c|h|cc)$/);
  for (const file of sources) {
    const text = read(root, file);
    for (const fault of faultsOfCode(file, splitC(text))) report(file, text, fault);
  }
  const written = findFiles(root, ['cgi-bin', 'templates', 'static', 'db', 'tests', 'docs', '.ci', 'Makefile', 'nginx.conf'],
    /\.(c|h|cc|tpl|css|js|mjs|sql|sh|mk|md|txt|conf)$|Makefile$/);
  for (const file of written) {
    const text = read(root, file);
    for (const { index, 0: mark } of text.matchAll(MARK)) {
      report(file, text, { rule: 'mark', index, message: `unfinished: ${mark}` });
    }
  }
  problems.push(...allowed.faults());
  return { problems, summary: `banned: ${RULES.length + 2} rules over ${sources.length} sources` };
}

runAsProgram(import.meta, check);
