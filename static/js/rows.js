// Tables of inputs: rows are added and taken away in place, and sums follow what is typed. Without this file the page does it by a
// submit, and an emptied row counts for nothing.
for (const table of document.querySelectorAll('[data-row-table]')) {
  const body = table.tBodies[0];
  const form = table.closest('form');

  // 1,234.50 as it is typed, full-width too; NaN for what is no plain number.
  const numberOf = (input) => {
    const text = input.value.normalize('NFKC').replace(/[,\s¥元]/g, '');
    return text === '' ? NaN : Number(text);
  };
  const shown = (sum) => sum.toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

  const count = () => {
    let total = 0;
    for (const row of body.rows) {
      const output = row.querySelector('output');
      if (!output) return;
      const [quantity, price] = ['quantity', 'price'].map((name) => numberOf(row.querySelector(`[name=${name}]`)));
      const amount = Math.round(quantity * price * 100) / 100;
      output.textContent = Number.isFinite(amount) ? shown(amount) : '';
      total += Number.isFinite(amount) ? amount : 0;
    }
    form.querySelector('[data-sum]').textContent = shown(total);
    form.querySelector('[data-words]')?.remove(); // of the old sum; the page writes it again
  };

  const renumber = () => {
    [...body.rows].forEach((row, i) => {
      row.cells[0].textContent = i + 1;
      for (const node of row.querySelectorAll('[id], [aria-label], [aria-describedby], [data-label]'))
        for (const name of ['id', 'aria-label', 'aria-describedby', 'data-label'])
          if (node.hasAttribute(name)) node.setAttribute(name, node.getAttribute(name).replace(/\d+/, i + 1));
    });
  };

  const empty = (row) => {
    for (const input of row.querySelectorAll('input, select')) {
      input.value = '';
      input.removeAttribute('aria-invalid');
      input.closest('td').classList.remove('invalid');
    }
    for (const old of row.querySelectorAll('.fault, .counter')) old.remove();
    const output = row.querySelector('output');
    if (output) output.textContent = '';
  };

  const addRemover = (row) => {
    row.querySelector('.row-remove')?.parentElement.remove();
    const cell = row.insertCell();
    const button = document.createElement('button');
    cell.className = 'cell cell-remove';
    button.type = 'button';
    button.className = 'row-remove';
    button.textContent = '×';
    button.setAttribute('aria-label', table.dataset.rowTable);
    button.title = table.dataset.rowTable;
    button.addEventListener('click', () => {
      if (body.rows.length > 1) row.remove();
      else empty(row);
      renumber();
      count();
      body.rows[body.rows.length - 1].querySelector('input, select').focus();
      form.dispatchEvent(new Event('input', { bubbles: true }));
    });
    cell.append(button);
  };

  const heading = table.tHead.rows[0].insertCell();
  heading.className = 'cell-remove';
  for (const row of body.rows) addRemover(row);
  table.parentElement.querySelector('[data-more]').addEventListener('click', (event) => {
    event.preventDefault();
    const row = body.rows[body.rows.length - 1].cloneNode(true);
    empty(row);
    body.append(row);
    addRemover(row);
    renumber();
    row.querySelector('input, select').focus();
  });
  body.addEventListener('input', count);
}
