// A customer list as a CSV file of any size, for the import benchmark: distinct names, regions, phones, contacts.
import fs from 'node:fs';

const PLACES = ['深圳市', '广州市', '重庆市', '长沙市', '厦门市', '杭州市', '成都市', '武汉市'];
const WORDS = '恒远通达盛泰安顺华丰宏业鑫隆瑞祥嘉和信诚德昌荣茂'.match(/../gu);
const TRADES = ['物流', '钢材贸易', '机械制造', '食品', '电子科技', '建材', '纺织', '化工'];

const pick = (list, i) => list[i % list.length];

function row(i) {
  const name = `${pick(PLACES, i)}${pick(WORDS, i >> 3)}${pick(WORDS, i >> 6)}${pick(TRADES, i >> 1)}第${i}有限公司`;
  const digits = String(i).padStart(8, '0');
  return [name, pick(PLACES, i), `139${digits}`, `c${i}@example.com`, `解放路${i % 900 + 1}号`, `联系人${i}`, `138${digits}`].join(',');
}

export function writeCustomers(file, count) {
  const out = fs.openSync(file, 'w');
  fs.writeSync(out, '\ufeff公司名称,地区,电话,邮箱,地址,联系人,联系人电话\r\n');
  for (let i = 0; i < count; i += 1000)
    fs.writeSync(out, Array.from({ length: Math.min(1000, count - i) }, (_, j) => `${row(i + j)}\r\n`).join(''));
  fs.closeSync(out);
}
