// Puts the parts together.

const data = JSON.parse(byId('data').textContent);
const search = byId('search');
let tree;
let axis;

const detail = new Detail({ onClose: closeDetail, onJump: jump, onZoom: zoom });
const grid = new Grid((i) => detail.show(tree, i));

function load(trace) {
  tree = new Tree(trace);
  axis = new Axis(trace.duration);
  detail.close();
  headline(trace);
  for (const [id, label, number] of [['only-errors', 'Errors', trace.spans.filter(isFailure).length], ['only-retried', 'Retried', trace.spans.filter((span) => span.retries).length]]) {
    byId(id).textContent = `${label} ${count(number)}`;
    byId(id).disabled = number === 0;
  }
  byId('totals').replaceChildren(...totals(trace, find));
  byId('unzoom').hidden = true;
  grid.show(tree, axis);
  clearFilter();
}

function headline(trace) {
  byId('name').textContent = trace.name;
  byId('meta').replaceChildren([trace.service, new Date(trace.start).toISOString().replace('T', ' ').replace(/\.\d+Z$/, 'Z')].filter(Boolean).join(' · ') + ' · trace ', make('span', { className: 'mono', textContent: trace.id }));
  const figures = [['Duration', duration(trace.duration)], ['Spans', count(trace.spans.length)], ['Errors', count(trace.errors), trace.errors && 'bad'], ['Retries', count(trace.retries), trace.retries && 'warn']];
  if (trace.backoff) figures.push(['Waited', duration(trace.backoff), 'warn']);
  byId('figures').replaceChildren(...figures.map(([label, value, mark]) => make('div', { className: mark || '' }, make('dt', { textContent: label }), make('dd', { textContent: value }))));
}

function filter() {
  tree.setFilter({
    words: search.value.toLowerCase().split(/\s+/).filter(Boolean),
    errors: byId('only-errors').getAttribute('aria-pressed') === 'true',
    retried: byId('only-retried').getAttribute('aria-pressed') === 'true',
  });
  grid.update();
  showCount();
}

function clearFilter() {
  search.value = '';
  for (const id of ['only-errors', 'only-retried']) byId(id).setAttribute('aria-pressed', false);
  filter();
}

/** To a span that a filter may have hidden. */
function jump(i) {
  tree.reveal(i);
  if (!tree.visible().indices.includes(i)) clearFilter();
  grid.goTo(i);
}

function showCount() {
  byId('count').textContent = tree.isFiltered ? `${count(grid.found)} of ${plural(tree.spans.length, 'span')}` : plural(tree.spans.length, 'span');
}

function find(words) {
  showTab('spans');
  search.value = words;
  filter();
  grid.element.focus();
}

function closeDetail() {
  detail.close();
  grid.selected = -1;
  grid.draw();
  grid.element.focus();
}

function zoom(i) {
  const span = tree.spans[i];
  axis.show(span.start, span.start + span.duration);
  byId('unzoom').hidden = !axis.isZoomed;
  grid.resize();
}

function unzoom() {
  axis.show(0, axis.whole);
  byId('unzoom').hidden = true;
  grid.resize();
  grid.element.focus();
}

/** Back, one step at a time: details, zoom, what is filtered. */
function back() {
  if (detail.isOpen) closeDetail();
  else if (axis.isZoomed) unzoom();
  else {
    clearFilter();
    grid.element.focus();
  }
}

function startKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target.closest('input, select');
    if (event.key === 'Escape') back();
    else if (event.key === '/' && !isTyping) {
      showTab('spans');
      search.focus();
      search.select();
    } else if (event.key === 'z' && !isTyping && grid.active >= 0 && !byId('spans').hidden) {
      if (axis.isZoomed) unzoom();
      else zoom(grid.active);
    } else return;
    event.preventDefault();
  });
  // From the search straight to what it found.
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    grid.element.focus();
  });
}

function startChoices() {
  for (const id of ['only-errors', 'only-retried']) {
    byId(id).addEventListener('click', (event) => {
      event.currentTarget.setAttribute('aria-pressed', event.currentTarget.getAttribute('aria-pressed') !== 'true');
      filter();
    });
  }
  for (const [id, open] of [['expand', true], ['collapse', false]]) {
    byId(id).addEventListener('click', () => {
      tree.setAllOpen(open);
      grid.update();
    });
  }
  byId('unzoom').addEventListener('click', unzoom);
  search.addEventListener('input', filter);
  byId('trace-choice').hidden = data.traces.length < 2;
  byId('trace').append(...data.traces.map((trace, i) => make('option', { value: i, textContent: `${trace.name}  ${trace.start.slice(0, 19).replace('T', ' ')}` })));
  byId('trace').addEventListener('change', (event) => load(data.traces[event.target.value]));
}

startTheme();
startTabs();
startKeys();
startChoices();
load(data.traces[0]);
