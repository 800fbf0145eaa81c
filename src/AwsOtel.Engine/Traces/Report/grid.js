// The waterfall: a tree grid of which only the rows in sight are in the document.

const SPARE = 10;

class Grid {
  constructor(onOpen) {
    this.element = byId('grid');
    this.scroll = byId('scroll');
    this.rows = byId('rows');
    this.onOpen = onOpen;
    this.scroll.addEventListener('scroll', () => this.draw());
    new ResizeObserver(() => this.resize()).observe(this.scroll);
    this.rows.addEventListener('click', (event) => this.click(event));
    this.element.addEventListener('keydown', (event) => this.key(event));
  }

  show(tree, axis) {
    this.tree = tree;
    this.axis = axis;
    this.active = 0;
    this.selected = -1;
    this.scroll.scrollTop = 0;
    this.update();
  }

  /** After anything that changes which spans are to be seen. */
  update() {
    Object.assign(this, this.tree.visible());
    this.element.setAttribute('aria-rowcount', this.indices.length + 1);
    if (!this.indices.includes(this.active)) this.active = this.indices.find((i) => !this.context.has(i)) ?? -1;
    this.resize();
  }

  resize() {
    if (!this.tree) return;
    this.height = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'));
    this.rows.style.height = `${this.indices.length * this.height}px`;
    this.drawAxis();
    this.draw();
  }

  drawAxis() {
    const axis = byId('axis');
    this.ticks = this.axis.ticks(axis.clientWidth);
    // The last label would not fit behind its line.
    axis.replaceChildren(...this.ticks.filter((tick) => tick.at < 0.93).map((tick) => at(make('span', { className: 'tick', textContent: tick.label }), tick.at)));
  }

  draw() {
    const first = Math.max(0, Math.floor(this.scroll.scrollTop / this.height) - SPARE);
    const last = Math.min(this.indices.length, Math.ceil((this.scroll.scrollTop + this.scroll.clientHeight) / this.height) + SPARE);
    const rows = [];
    for (let place = first; place < last; place++) rows.push(this.row(place));
    if (this.indices.length === 0) rows.push(make('p', { className: 'none', textContent: 'No span matches.' }));
    this.rows.replaceChildren(...rows);
    // An active row out of sight is not in the document.
    if (byId(`row-${this.active}`)) this.element.setAttribute('aria-activedescendant', `row-${this.active}`);
    else this.element.removeAttribute('aria-activedescendant');
  }

  row(place) {
    const i = this.indices[place];
    const span = this.tree.spans[i];
    const isParent = this.tree.sizes[i] > 1;
    const isOpen = this.tree.isOpen(i);
    const row = make('div', {
      id: `row-${i}`,
      className: ['row', span.status === 2 && 'failed', this.context.has(i) && 'context', i === this.active && 'active'].filter(Boolean).join(' '),
      role: 'row',
      'aria-level': span.depth + 1,
      'aria-rowindex': place + 2,
      'aria-posinset': this.tree.places[i],
      'aria-setsize': this.tree.siblings.get(this.tree.parents[i]),
      'aria-selected': i === this.selected,
    }, this.nameCell(span, isParent, isOpen), make('div', { className: 'took', role: 'gridcell', textContent: duration(span.duration) }), this.lane(span));
    if (isParent) row.setAttribute('aria-expanded', isOpen);
    row.style.top = `${place * this.height}px`;
    row.dataset.index = i;
    return row;
  }

  nameCell(span, isParent, isOpen) {
    const cell = make('div', { className: 'name', role: 'gridcell' },
      make('span', { className: 'twisty', 'aria-hidden': 'true', textContent: isParent ? (isOpen ? '▾' : '▸') : '' }),
      make('span', { className: 'label', textContent: named(span), title: named(span) }));
    // So deep a tree is read by its levels in the details.
    cell.style.setProperty('--depth', Math.min(span.depth, 16));
    if (span.error) cell.append(make('span', { className: 'chip fail', textContent: `✗ ${span.problem}`, title: span.problem }));
    if (span.retries) cell.append(make('span', { className: 'chip warn', textContent: `↻ ${plural(span.retries, 'retry')}` }));
    if (span.subject) cell.append(make('span', { className: 'subject', textContent: span.subject, title: span.subject }));
    return cell;
  }

  lane(span) {
    const lane = make('div', { className: 'lane', role: 'gridcell', 'aria-label': `from ${duration(span.start)}` });
    lane.append(...this.ticks.map((tick) => at(make('i', { className: 'rule' }), tick.at)));
    const place = this.axis.place(span.start, span.duration);
    if (!place) return lane;
    const kind = span.status === 2 ? 'fail' : span.attempt ? 'try' : span.call ? 'call' : 'work';
    const bar = at(make('div', { className: `bar ${kind}` }), Math.min(place.left, 0.998));
    bar.style.width = `${place.width * 100}%`;
    lane.append(bar);
    return lane;
  }

  click(event) {
    const row = event.target.closest('.row');
    if (!row) return;
    this.active = Number(row.dataset.index);
    if (event.target.classList.contains('twisty') && this.tree.sizes[this.active] > 1) this.toggle(this.active);
    else this.open(this.active);
    this.element.focus({ focusVisible: false, preventScroll: true });
  }

  toggle(i, open = !this.tree.isOpen(i)) {
    this.tree.setOpen(i, open);
    this.update();
  }

  /** Shows the details of a span. */
  open(i) {
    this.selected = i;
    this.onOpen(i);
    // The details may have taken the room that it was in.
    this.move(this.indices.indexOf(i));
  }

  /** Moves to a span wherever it is, also under a collapsed one. */
  goTo(i) {
    this.tree.reveal(i);
    this.update();
    this.open(i);
  }

  move(place) {
    if (this.indices.length === 0) return;
    const to = Math.max(0, Math.min(this.indices.length - 1, place));
    this.active = this.indices[to];
    const top = to * this.height;
    if (top < this.scroll.scrollTop) this.scroll.scrollTop = top;
    else if (top + this.height > this.scroll.scrollTop + this.scroll.clientHeight) this.scroll.scrollTop = top + this.height - this.scroll.clientHeight;
    this.draw();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.active < 0) return;
    const place = this.indices.indexOf(this.active);
    const page = Math.max(1, Math.floor(this.scroll.clientHeight / this.height) - 1);
    const acts = {
      ArrowDown: () => this.move(place + 1),
      ArrowUp: () => this.move(place - 1),
      PageDown: () => this.move(place + page),
      PageUp: () => this.move(place - page),
      Home: () => this.move(0),
      End: () => this.move(this.indices.length - 1),
      ArrowRight: () => (this.tree.sizes[this.active] > 1 && !this.tree.isOpen(this.active) ? this.toggle(this.active, true) : this.tree.isOpen(this.active) && this.move(place + 1)),
      ArrowLeft: () => (this.tree.isOpen(this.active) ? this.toggle(this.active, false) : this.tree.parents[this.active] >= 0 && this.move(this.indices.indexOf(this.tree.parents[this.active]))),
      Enter: () => this.enter(),
      ' ': () => this.enter(),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  enter() {
    this.open(this.active);
    byId('detail').querySelector('h2')?.focus();
  }
}

function at(element, part) {
  element.style.left = `${part * 100}%`;
  return element;
}
