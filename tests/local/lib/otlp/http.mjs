import { gunzipSync } from 'node:zlib';
import { readBody } from '../body.mjs';
import { toOtlpJson } from './json.mjs';
import { signals } from './signals.mjs';

const formats = {
  'application/x-protobuf': { transport: 'http/protobuf', decode: toOtlpJson, success: '' },
  'application/json': { transport: 'http/json', decode: (signal, bytes) => JSON.parse(bytes), success: '{}' },
};

const decoders = { identity: (bytes) => bytes, gzip: gunzipSync };

export function httpService(received) {
  return {
    name: 'otlp',
    describe: (req) => ({ transport: formatOf(req)?.transport, operation: signalOf(req)?.name }),
    stamp: () => {},
    errorReply: (code, message) => ({ headers: { 'content-type': 'text/plain' }, body: message }),
    async handle(req, res) {
      const bytes = await readBody(req);
      const [signal, format] = [signalOf(req), formatOf(req)];
      const contentEncoding = req.headers['content-encoding'] ?? 'identity';
      if (!signal || req.method !== 'POST') return res.writeHead(404).end();
      if (!format || !decoders[contentEncoding]) return res.writeHead(415).end();

      const request = tryDecode(() => format.decode(signal, decoders[contentEncoding](bytes)));
      if (!request) return res.writeHead(400).end();
      received.add(signal.name, { transport: format.transport, contentEncoding, headers: req.headers, request });
      return res.writeHead(200, { 'content-type': req.headers['content-type'] }).end(format.success);
    },
  };
}

const signalOf = (req) => signals.find((signal) => signal.path === req.url);
const formatOf = (req) => formats[req.headers['content-type']?.split(';')[0].trim()];

function tryDecode(decode) {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
