import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';

export const readBody = (stream) => buffer(stream);

/** The same request with another body, for handlers that take a node request. */
export function withBody(req, stream) {
  const { method, url, headers, socket, httpVersion } = req;
  return Object.assign(stream, { method, url, headers, socket, httpVersion });
}

export const streamOf = (bytes) => Readable.from(bytes.length ? [bytes] : [], { objectMode: false });
