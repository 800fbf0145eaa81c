// All that a span tells: beside the waterfall, or below it on a narrow screen.

class Detail {
  constructor({ onClose, onJump, onZoom }) {
    this.element = byId('detail');
    Object.assign(this, { onClose, onJump, onZoom });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  close() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  show(tree, i) {
    const span = tree.spans[i];
    const trace = tree.trace;
    const heading = make('h2', { textContent: named(span), tabIndex: -1 });
    this.element.replaceChildren(
      make('header', {}, heading, make('button', { type: 'button', className: 'close', textContent: 'Close', onclick: () => this.onClose() })),
      ...this.marks(span),
      make('div', { className: 'acts' }, make('button', { type: 'button', className: 'zoom', textContent: 'Zoom to this span', onclick: () => this.onZoom(i) })),
      pairs({
        Start: `${new Date(Date.parse(trace.start) + span.start / 1000).toISOString()} (+${duration(span.start)})`,
        Duration: duration(span.duration),
        'Own time': duration(span.own),
        Kind: span.kind,
        'Span id': span.id,
        'Parent id': span.parent ? this.jump(tree, trace.id, span.parent) : 'none',
        Scope: span.scope,
      }),
      ...section('Attributes', span.attributes),
      ...this.events(span),
      ...this.links(tree, span),
      make('details', {}, make('summary', { textContent: 'Resource' }), pairs(trace.resources[span.resource])),
    );
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }

  marks(span) {
    const marks = [];
    if (span.status === 2) marks.push(make('p', { className: 'message', textContent: span.message ? `${span.error}: ${span.message}` : `Failed: ${span.error}` }));
    else if (span.error) marks.push(make('p', { className: 'message', textContent: `Failed in part: ${span.error}` }));
    if (span.retries) marks.push(make('p', {}, make('span', { className: 'chip warn', textContent: `↻ ${plural(span.retries, 'retry')}, waited ${duration(span.backoff ?? 0)}` })));
    return marks;
  }

  events(span) {
    if (!span.events) return [];
    return [make('h3', { textContent: 'Events' }), ...span.events.map((event) => make('div', { className: 'event' },
      make('div', {}, make('strong', { textContent: event.name }), ' ', make('span', { className: 'at', textContent: `+${duration(event.at)}` })),
      ...(event.attributes ? [pairs(event.attributes)] : [])))];
  }

  links(tree, span) {
    if (!span.links) return [];
    return [make('h3', { textContent: 'Links' }), ...span.links.map((link) => make('div', { className: 'event' },
      pairs({ Trace: link.trace, Span: this.jump(tree, link.trace, link.span), ...link.attributes })))];
  }

  /** The id of a span; a button where that span is here. */
  jump(tree, trace, id) {
    const i = trace === tree.trace.id ? tree.byId.get(id) : undefined;
    return i === undefined ? id : make('button', { type: 'button', className: 'jump', textContent: `${named(tree.spans[i])} ${id}`, onclick: () => this.onJump(i) });
  }
}

function section(title, attributes) {
  return attributes ? [make('h3', { textContent: title }), pairs(attributes)] : [];
}

function pairs(values) {
  const list = make('dl', { className: 'pairs' });
  for (const [key, value] of Object.entries(values)) list.append(make('dt', {}, ...breakable(key)), make('dd', {}, value instanceof Node ? value : text(value)));
  return list;
}

/** A long name may break after its dots and underscores. */
function breakable(name) {
  return name.split(/(?<=[._])/).flatMap((part) => [part, make('wbr')]);
}
