// Numbers, times and values as people read them; and the one way to make an element: its text is always text.

/** Three significant digits and the unit, from 100 seconds on minutes and seconds, as Show-OtelTrace writes it. */
function duration(microseconds) {
  const ms = microseconds / 1000;
  if (ms >= 99950) return long(Math.round(ms / 1000));
  const [number, unit] = Math.abs(ms) < 0.9995 ? [microseconds, 'µs'] : ms < 999.5 ? [ms, 'ms'] : [ms / 1000, 's'];
  return `${number.toFixed(number < 9.995 ? 2 : number < 99.95 ? 1 : 0)} ${unit}`;
}

function long(seconds) {
  const two = (number) => String(number).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}

function named(span) {
  return span.name.trim() ? span.name : '(no name)';
}

function count(number) {
  return number.toLocaleString('en-US');
}

function plural(number, noun) {
  return `${count(number)} ${number === 1 ? noun : noun.endsWith('y') ? noun.slice(0, -1) + 'ies' : noun + 's'}`;
}

function text(value) {
  return Array.isArray(value) ? value.map(text).join('\n') : String(value);
}

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('aria-') || name === 'role' || name === 'scope') element.setAttribute(name, value);
    else element[name] = plain(value);
  }
  element.append(...children.map(plain));
  return element;
}

/** Without what turns the direction of the text around it, and could show one name as another. */
function plain(value) {
  return typeof value === 'string' ? value.replace(/[\u202a-\u202e\u2066-\u2069]/g, '\ufffd') : value;
}

function byId(id) {
  return document.getElementById(id);
}
