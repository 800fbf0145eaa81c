// Numbers, times and values as people read them; and the one way to make an element: its text is always text.

/** Three significant digits and the unit, as Show-OtelTrace writes it. */
function duration(microseconds) {
  const ms = microseconds / 1000;
  const [number, unit] = Math.abs(ms) < 0.9995 ? [microseconds, 'µs'] : ms < 999.5 ? [ms, 'ms'] : ms < 99950 ? [ms / 1000, 's'] : [ms / 60000, 'min'];
  return `${number.toFixed(number < 9.995 ? 2 : number < 99.95 ? 1 : 0)} ${unit}`;
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
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

function byId(id) {
  return document.getElementById(id);
}
