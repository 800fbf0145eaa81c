const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

export const xmlHeaders = { 'content-type': 'application/xml' };

const escape = (value) => String(value).replace(/[&<>"\r]/g, (character) => entities[character]);

/** An element; a nested list of strings is content, anything else is text, undefined is no element at all. */
export const element = (name, content) =>
  content === undefined ? '' : `<${name}>${Array.isArray(content) ? content.flat(Infinity).join('') : escape(content)}</${name}>`;

export const resultXml = (name, content) => `${declaration}<${name} ${namespace}>${content.flat(Infinity).join('')}</${name}>`;

export const errorXml = (code, message) => declaration + element('Error', [element('Code', code), element('Message', message)]);

export function sendXml(res, status, body) {
  res.writeHead(status, { ...xmlHeaders, 'content-length': Buffer.byteLength(body) });
  res.end(body);
}
