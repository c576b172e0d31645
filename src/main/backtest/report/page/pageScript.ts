// What moves on the page: the chart's read-out, and sorting and turning the trade list. Plain browser script, no libraries.

export const PAGE_SCRIPT = `
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const number = (value, decimals) => value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

  const chart = document.getElementById('charts');
  const { at, equity, hold, drawdown } = data.readOut;
  const crosses = chart.querySelectorAll('.cross');
  const readout = document.getElementById('readout');
  let row = at.length - 1;
  const show = (next) => {
    row = Math.max(0, Math.min(at.length - 1, next));
    const left = (at[row] - at[0]) / Math.max(1, at[at.length - 1] - at[0]) * 100;
    for (const cross of crosses) { cross.hidden = false; cross.style.left = left + '%'; }
    const parts = [new Date(at[row]).toISOString().slice(0, 16).replace('T', ' ') + ' UTC', 'equity ' + number(equity[row], data.decimals)];
    if (hold.length > 0) parts.push('buy and hold ' + number(hold[row], data.decimals));
    parts.push('drawdown ' + number(drawdown[row], 2) + ' %');
    readout.textContent = parts.join('  \\u00b7  ');
  };
  const nearest = (time) => {
    let low = 0;
    let high = at.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[middle] < time) low = middle + 1; else high = middle;
    }
    return low > 0 && time - at[low - 1] < at[low] - time ? low - 1 : low;
  };
  for (const plot of chart.querySelectorAll('.plot')) {
    plot.addEventListener('pointermove', (event) => {
      const box = plot.getBoundingClientRect();
      show(nearest(at[0] + (event.clientX - box.left) / box.width * (at[at.length - 1] - at[0])));
    });
  }
  chart.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30, Home: -at.length, End: at.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    show(row + step);
  });

  const table = document.getElementById('trade-list');
  if (table === null) return;
  const { kinds, pageRows, rows } = data.trades;
  const pager = document.getElementById('pager');
  const pages = Math.ceil(rows.length / pageRows);
  let page = 0;
  const plain = (text) => Number(text.replaceAll(',', ''));
  const render = () => {
    table.tBodies[0].replaceChildren(...rows.slice(page * pageRows, (page + 1) * pageRows).map((cells) => {
      const line = document.createElement('tr');
      cells.forEach((text, column) => {
        const cell = document.createElement('td');
        cell.textContent = text;
        if (kinds[column] !== 'text') cell.classList.add('num');
        if (kinds[column] === 'signed' && plain(text) !== 0) cell.classList.add(plain(text) > 0 ? 'good' : 'bad');
        line.append(cell);
      });
      return line;
    }));
    document.getElementById('page').textContent = 'Page ' + (page + 1) + ' of ' + pages + ', ' + number(rows.length, 0) + ' trades';
    for (const button of pager.querySelectorAll('button')) {
      const target = page + Number(button.dataset.step);
      button.disabled = target < 0 || target >= pages;
    }
  };
  pager.hidden = pages < 2;
  pager.addEventListener('click', (event) => {
    if (event.target.dataset.step === undefined) return;
    page += Number(event.target.dataset.step);
    render();
  });
  table.tHead.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button === null) return;
    const column = Number(button.dataset.column);
    const head = button.closest('th');
    const sign = head.getAttribute('aria-sort') === 'descending' ? 1 : -1;
    for (const other of table.querySelectorAll('th')) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', sign > 0 ? 'ascending' : 'descending');
    rows.sort((a, b) => sign * (kinds[column] === 'text' ? (a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : 0) : plain(a[column]) - plain(b[column])));
    page = 0;
    render();
  });
  render();
})();
`;
