// Makes .xlsx workbooks as Excel stores them, for tests: rows of cells (text, number, {date}, {formula, value}, {error}, null), a
// title merged over the columns, hidden rows. And reads back what the product writes: rows of texts as they stand in the file.
import zlib from 'node:zlib';

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc32 = (bytes) => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

// A zip archive of { name: text }.
export function zip(parts) {
  const locals = [];
  const centrals = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const raw = Buffer.from(text);
    const packed = zlib.deflateRawSync(raw);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(0x0800, 2);
    header.writeUInt16LE(8, 4);
    header.writeUInt32LE(0x00210000, 6);
    header.writeUInt32LE(crc32(raw), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(raw.length, 18);
    header.writeUInt16LE(Buffer.byteLength(name), 22);
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), header, Buffer.from(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), header, tail, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  const count = Object.keys(parts).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

export function columnName(column) { // from 1
  return column > 26 ? columnName(Math.floor((column - 1) / 26)) + columnName((column - 1) % 26 + 1) : String.fromCharCode(64 + column);
}

function cell(value, place) {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  if (value.date) return `<c r="${place}" s="1"><v>${Date.parse(`${value.date}T00:00:00Z`) / 86400000 + 25569}</v></c>`;
  if (value.error) return `<c r="${place}" t="e"><v>${value.error}</v></c>`;
  if (value.formula) return `<c r="${place}" t="str"><f>${escape(value.formula)}</f><v>${escape(value.value)}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`;
}

const NAMESPACE = 'http://schemas.openxmlformats.org';

// sheets: { name: { rows, merges: ['A1:C1'], hidden: [4] } } or { name: rows }
export function workbook(sheets) {
  const names = Object.keys(sheets);
  const parts = {
    '[Content_Types].xml': `<Types xmlns="${NAMESPACE}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${NAMESPACE}/package/2006/relationships"><Relationship Id="rId1" Type="${NAMESPACE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${NAMESPACE}/spreadsheetml/2006/main" xmlns:r="${NAMESPACE}/officeDocument/2006/relationships"><sheets>${
      names.map((name, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${NAMESPACE}/package/2006/relationships">${
      names.map((name, i) => `<Relationship Id="rId${i + 1}" Type="${NAMESPACE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${NAMESPACE}/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
  };
  names.forEach((name, i) => {
    const { rows, merges = [], hidden = [] } = Array.isArray(sheets[name]) ? { rows: sheets[name] } : sheets[name];
    const lines = rows.map((row, at) => `<row r="${at + 1}"${hidden.includes(at + 1) ? ' hidden="1"' : ''}>${
      row.map((value, column) => cell(value, `${columnName(column + 1)}${at + 1}`)).join('')}</row>`);
    parts[`xl/worksheets/sheet${i + 1}.xml`] = `<worksheet xmlns="${NAMESPACE}/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData>${
      merges.length > 0 ? `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>` : ''}</worksheet>`;
  });
  return zip(parts);
}

// The parts of an archive, by its central directory.
export function unzip(bytes) {
  const parts = {};
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < bytes.readUInt16LE(end + 10); i += 1) {
    const [method, packed, nameLength] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + packed);
    parts[name] = (method === 0 ? data : zlib.inflateRawSync(data)).toString('utf8');
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);

// Rows of { text, type, style } of the first sheet, by column from 0; cells that are not there are undefined.
export function readWorkbook(bytes) {
  const parts = unzip(bytes);
  const shared = [...(parts['xl/sharedStrings.xml'] ?? '').matchAll(/<si>(.*?)<\/si>/gs)]
    .map(([, si]) => unescape([...si.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, t]) => t).join('')));
  return [...parts['xl/worksheets/sheet1.xml'].matchAll(/<row ([^>]*?)(?:\/>|>(.*?)<\/row>)/gs)].map(([, , row = '']) => {
    const cells = [];
    for (const [, attributes, content = ''] of row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const letters = attributes.match(/r="([A-Z]+)/)[1];
      const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      const type = attributes.match(/t="(\w+)"/)?.[1] ?? 'n';
      const value = type === 'inlineStr' ? unescape(content.match(/<t[^>]*>(.*?)<\/t>/s)?.[1] ?? '') : content.match(/<v>(.*?)<\/v>/s)?.[1];
      cells[column] = { text: type === 's' ? shared[Number(value)] : value && unescape(value), type, style: attributes.match(/s="(\d+)"/)?.[1] };
    }
    return cells;
  });
}
