// Totals by operation, service, cmdlet and error, and where the time went. A name searches for its spans.

const TOTALS = [['operation', 'By operation', 'Operation'], ['service', 'By service', 'Service'], ['cmdlet', 'By cmdlet', 'Cmdlet'], ['error', 'By error', 'Error']];

function totals(trace, find) {
  const parts = [hotSpots(trace, find)];
  for (const [by, title, label] of TOTALS) {
    if (trace.totals[by].length > 0) parts.push(part(title, table(title, [label, 'Calls', 'Errors', 'Retries', 'p50', 'p95', 'Max', 'Total', 'Waited'], trace.totals[by].map((row) => totalRow(row, find)))));
  }
  return parts;
}

function totalRow(row, find) {
  return make('tr', {},
    name(row.name, find),
    number(row.calls),
    number(row.errors, 'bad'),
    number(row.retries, 'warn'),
    ...[row.p50, row.p95, row.max, row.total].map((time) => make('td', { textContent: duration(time) })),
    make('td', { className: row.backoff ? '' : 'nil', textContent: row.backoff ? duration(row.backoff) : '–' }));
}

function hotSpots(trace, find) {
  const most = Math.max(...trace.hot.map((spot) => spot.time), 1);
  const rows = trace.hot.map((spot) => {
    const share = make('i');
    share.style.width = `${(spot.time / most) * 100}%`;
    return make('tr', {}, name(spot.name, find), number(spot.count), make('td', { textContent: duration(spot.time) }),
      make('td', { textContent: `${Math.round((spot.time / Math.max(trace.duration, 1)) * 100)} %` }), make('td', { className: 'share', 'aria-hidden': 'true' }, share));
  });
  return part('Where the time went', table('Where the time went', ['Span', 'Spans', 'Own time', 'Of the trace', ''], rows), 'Own time: without that of the spans under it. What runs at the same time adds up to more than the trace took.');
}

function part(title, content, hint) {
  return make('div', { className: 'total' }, make('h2', { textContent: title }), ...(hint ? [make('p', { className: 'hint', textContent: hint })] : []), content);
}

function table(title, columns, rows) {
  // Wider than a narrow screen: it scrolls by itself, with the keyboard too.
  return make('div', { className: 'wide', tabIndex: 0, role: 'region', 'aria-label': title }, make('table', {},
    make('thead', {}, make('tr', {}, ...columns.map((column) => make('th', { scope: 'col', textContent: column })))),
    make('tbody', {}, ...rows)));
}

function name(value, find) {
  return make('th', { scope: 'row' }, make('button', { type: 'button', className: 'find', textContent: value, title: `Search for ${value}`, onclick: () => find(value) }));
}

function number(value, mark = '') {
  return make('td', { className: value ? mark : 'nil', textContent: value ? count(value) : '–' });
}
