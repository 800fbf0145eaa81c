// The spans of one trace as a tree: which of them are to be seen, after what was collapsed, searched and filtered.

const LARGE = 300;

class Tree {
  constructor(trace) {
    this.trace = trace;
    this.spans = trace.spans;
    this.filter = { words: [], errors: false, retried: false };
    this.link();
    this.collapsed = new Set();
    this.filtered = new Set();
    if (this.spans.length > LARGE) this.collapseQuiet();
  }

  /** Parents, sizes of subtrees, places among siblings: spans come in order, each before those under it. */
  link() {
    const open = [];
    const places = new Map();
    this.parents = new Int32Array(this.spans.length);
    this.sizes = new Int32Array(this.spans.length).fill(1);
    this.places = new Int32Array(this.spans.length);
    this.siblings = new Map();
    this.spans.forEach((span, i) => {
      open.length = span.depth;
      this.parents[i] = span.depth > 0 ? open[span.depth - 1] : -1;
      open.push(i);
      const place = (places.get(this.parents[i]) ?? 0) + 1;
      places.set(this.parents[i], place);
      this.places[i] = place;
    });
    this.siblings = places;
    for (let i = this.spans.length - 1; i > 0; i--) {
      if (this.parents[i] >= 0) this.sizes[this.parents[i]] += this.sizes[i];
    }
    this.byId = new Map(this.spans.map((span, i) => [span.id, i]));
  }

  /** Of a large trace, what went well starts collapsed. */
  collapseQuiet() {
    const loud = new Uint8Array(this.spans.length);
    for (let i = this.spans.length - 1; i >= 0; i--) {
      if (isFailure(this.spans[i])) loud[i] = 1;
      if (loud[i] && this.parents[i] >= 0) loud[this.parents[i]] = 1;
      if (!loud[i] && this.sizes[i] > 1 && this.parents[i] >= 0) this.collapsed.add(i);
    }
  }

  get isFiltered() {
    return this.filter.words.length > 0 || this.filter.errors || this.filter.retried;
  }

  /** What is closed while a filter is on is forgotten with it. */
  get closed() {
    return this.isFiltered ? this.filtered : this.collapsed;
  }

  setFilter(filter) {
    this.filter = filter;
    this.filtered = new Set();
  }

  isOpen(i) {
    return this.sizes[i] > 1 && !this.closed.has(i);
  }

  setOpen(i, open) {
    if (open) this.closed.delete(i);
    else if (this.sizes[i] > 1) this.closed.add(i);
  }

  setAllOpen(open) {
    this.spans.forEach((_, i) => this.setOpen(i, open || this.parents[i] < 0));
  }

  /** Opens everything above a span. */
  reveal(i) {
    for (let above = this.parents[i]; above >= 0; above = this.parents[above]) this.closed.delete(above);
  }

  matches(i) {
    const span = this.spans[i];
    const { words, errors, retried } = this.filter;
    if (errors && !isFailure(span)) return false;
    if (retried && !span.retries) return false;
    return words.every((word) => this.haystack(i).includes(word));
  }

  /** Everything that a search looks at, in lower case; made when it is first asked for. */
  haystack(i) {
    this.haystacks ??= [];
    return (this.haystacks[i] ??= searchable(this.spans[i]));
  }

  /** The spans to be seen, in order; those that only lead to a match are context. */
  visible() {
    const indices = [];
    const context = new Set();
    let found = this.spans.length;
    let wanted = null;
    if (this.isFiltered) {
      wanted = new Uint8Array(this.spans.length);
      found = 0;
      this.spans.forEach((_, i) => {
        if (!this.matches(i)) return;
        found++;
        wanted[i] = 2;
        for (let above = this.parents[i]; above >= 0 && !wanted[above]; above = this.parents[above]) wanted[above] = 1;
      });
    }
    for (let i = 0; i < this.spans.length; i++) {
      if (wanted && !wanted[i]) continue;
      indices.push(i);
      if (wanted?.[i] === 1) context.add(i);
      if (this.closed.has(i)) i += this.sizes[i] - 1;
    }
    return { indices, context, found };
  }
}

/** Failed, in whole or in part. What became of an attempt, its call says. */
function isFailure(span) {
  return Boolean(span.error) && !span.attempt;
}

function searchable(span) {
  const parts = [span.name, span.id, span.kind, span.message ?? ''];
  const add = (attributes = {}) => Object.entries(attributes).forEach(([key, value]) => parts.push(`${key}=${text(value)}`));
  add(span.attributes);
  for (const event of span.events ?? []) {
    parts.push(event.name);
    add(event.attributes);
  }
  for (const link of span.links ?? []) {
    parts.push(link.trace, link.span);
    add(link.attributes);
  }
  return parts.join('\n').toLowerCase();
}
