// Values that pass the checks of the field table, made by type, different for every number, so that a value found anywhere
// says which field of which record it is.

const USCC = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function creditCode(number) {
  const first = `91440300MA5${String(number).padStart(6, '0')}`;
  let sum = 0;
  let weight = 1;
  for (const character of first) {
    sum += USCC.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return first + USCC[(31 - (sum % 31)) % 31];
}

export function identityNumber(number) {
  const day = new Date(Date.UTC(1950, 0, 1) + (number % 15000) * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  const first = `440301${day}${String(number % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first[i]), 0);
  return first + '10X98765432'[sum % 11];
}

// Han characters that no demo data has together; 4 characters say the number.
const RARE = '魑魅魍魉饕餮龘靐齉爩籲灪麤鱻';
function rareWord(number) {
  let word = '';
  for (let rest = number, i = 0; i < 4; i++, rest = Math.floor(rest / RARE.length)) word += RARE[rest % RARE.length];
  return word;
}

const eight = (number) => String(20_000_000 + ((number * 7919) % 60_000_000));

// A value for the field, as typed; canonical already.
export function valueFor(field, number) {
  switch (field.type) {
    case 'text':
      return `密${rareWord(number)}${number}`.slice(0, field.max || 200);
    case 'note':
      return `密${rareWord(number)}第${number}号\n第二行${number}`;
    case 'choice':
      return field.choices[number % field.choices.length].key;
    case 'date':
      return new Date(Date.UTC(1901, 0, 1) + (number % 10_000) * 86_400_000).toISOString().slice(0, 10);
    case 'amount':
      return `${371_000_000 + number}.${String(11 + (number % 80)).padStart(2, '0')}`;
    case 'phone':
      return `195${eight(number)}`;
    case 'email':
      return `planted.${number}@nowhere-${number}.example`;
    case 'url':
      return `https://www.planted-${number}.example/seite?x=${number}`;
    case 'code':
      return `TAX-${String(number).padStart(12, '0')}`;
    case 'credit_code':
      return creditCode(number);
    case 'bank_account':
      return `6217${String(7_000_000_000_000 + number * 104_729).padStart(15, '0')}`;
    case 'identity':
      return identityNumber(number);
    case 'region':
      return '440305';
    case 'person':
      return field.colleague;
    default:
      throw new Error(`no value known for type ${field.type} of ${field.key}`);
  }
}

// The ways in which a canonical value may stand in a page, a header, an address or a file. Each is long enough not to occur
// by chance in the numbers of other records.
export function shapesOf(field, value) {
  const shapes = new Set([value]);
  if (field.type === 'amount') shapes.add(value.replace(/\B(?=(\d{3})+\.)/g, ','));
  if (field.type === 'bank_account') shapes.add(value.replace(/(\d{4})(?=\d)/g, '$1 '));
  if (field.type === 'date') {
    const [year, month, day] = value.split('-');
    shapes.add(`${year}年${Number(month)}月${Number(day)}日`).add(`${year}/${month}/${day}`).add(`${year}.${month}.${day}`);
  }
  if (field.type === 'note') {
    shapes.delete(value);
    shapes.add(value.split('\n')[0]);
  }
  if (field.type === 'email') shapes.add(value.split('@')[0]); // a mask shows the rest
  return [...shapes];
}

// The fields of a table ('customer' or 'contact') that a form offers, as `kedang fields` tells them; the form tells the choices.
// A colleague that is asked for is `login`.
function fieldsOf(instance, table, form, login) {
  return instance.fields.filter((field) => field.kind === table && form.control(field.key)).map((field) => {
    const flags = new Set(field.flags.split(' '));
    const choices = field.type === 'choice' ? form.control(field.key).options.filter((option) => option.value !== '')
      .map((option) => ({ key: option.value, label: option.label })) : [];
    return { ...field, choices, colleague: login, required: flags.has('required'), unique: flags.has('unique') };
  });
}

// Both tables, with forms seen by a client that may create customers; `customer` is any that it may edit.
export async function loadFields(instance, client, customer) {
  const form = async (path) => (await client.get(path)).is(200).page.form(path);
  return {
    customerFields: fieldsOf(instance, 'customer', await form('/customer/new'), client.login),
    contactFields: fieldsOf(instance, 'contact', await form(`/customer/${customer}/contact/new`), client.login),
  };
}

export const isSealed = (field) => field.level >= 2;

// Values for every field of a form that may be typed, numbered from `start`.
export function fullForm(fields, start, fixed = {}) {
  return Object.fromEntries(fields.map((field, i) => [field.key, fixed[field.key] ?? valueFor(field, start + i)]));
}
