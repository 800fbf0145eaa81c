import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { after, before, beforeEach, test } from 'node:test';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { signals } from '../lib/otlp/signals.mjs';
import { startLocal } from './local.mjs';

// A trace request by hand, so that not the same code writes and reads it: one span with ids, a name, a kind, a time and an attribute.
const field = (number, content) => Buffer.concat([Buffer.of(number << 3 | 2, content.length), content]);
const ids = { traceId: '0102030405060708090a0b0c0d0e0fff', spanId: 'ff02030405060708' };
const span = Buffer.concat([
  field(1, Buffer.from(ids.traceId, 'hex')),
  field(2, Buffer.from(ids.spanId, 'hex')),
  field(5, Buffer.from('näme')),
  Buffer.of(6 << 3 | 0, 3),
  Buffer.of(7 << 3 | 1, 0x15, 0xcd, 0x5b, 0x07, 0, 0, 0, 0x40),
  field(9, Buffer.concat([field(1, Buffer.from('count')), field(2, Buffer.of(3 << 3 | 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f))])),
]);
const bytes = field(1, field(2, field(2, span)));
const expected = {
  resourceSpans: [{ scopeSpans: [{ spans: [{
    ...ids,
    name: 'näme',
    kind: 3,
    startTimeUnixNano: '4611686018550844693',
    attributes: [{ key: 'count', value: { intValue: '9223372036854775807' } }],
  }] }] }],
};

let local;
let client;

before(async () => {
  local = await startLocal('otlp');
  client = new Client(new URL(local.otlp.grpcEndpoint).host, credentials.createInsecure(), { 'grpc.default_compression_algorithm': 2 });
});
after(async () => {
  client.close();
  await local.stop();
});
beforeEach(() => local.forget('/otlp'));

const post = (route, body, headers) => fetch(local.otlp.httpEndpoint + route, { method: 'POST', body, headers });
const protobuf = { 'content-type': 'application/x-protobuf' };
const exportByGrpc = (signal, body, metadata = new Metadata()) => new Promise((resolve, reject) => {
  client.makeUnaryRequest(signal.grpcPath, (value) => value, (value) => value, body, metadata, (error, reply) => error ? reject(error) : resolve(reply));
});

test('takes protobuf over HTTP, in memory and on disk', async () => {
  const response = await post('/v1/traces', bytes, { ...protobuf, 'x-key': 'abc' });
  assert.equal(response.status, 200);
  const [received] = await local.get('/otlp/traces');
  assert.deepEqual(received.request, expected);
  assert.deepEqual([received.transport, received.contentEncoding, received.headers['x-key']], ['http/protobuf', 'identity', 'abc']);
  assert.deepEqual(JSON.parse(readFileSync(path.join(local.otlp.dataDirectory, 'traces.jsonl'))), expected);
});

test('takes gzip', async () => {
  await post('/v1/traces', gzipSync(bytes), { ...protobuf, 'content-encoding': 'gzip' });
  const [received] = await local.get('/otlp/traces');
  assert.deepEqual([received.request, received.contentEncoding], [expected, 'gzip']);
});

test('takes JSON', async () => {
  await post('/v1/logs', JSON.stringify({ resourceLogs: [] }), { 'content-type': 'application/json; charset=utf-8' });
  const [received] = await local.get('/otlp/logs');
  assert.deepEqual([received.request, received.transport], [{ resourceLogs: [] }, 'http/json']);
});

test('takes compressed gRPC, with its metadata', async () => {
  const metadata = new Metadata();
  metadata.set('x-key', 'abc');
  await exportByGrpc(signals[0], bytes, metadata);
  const [received] = await local.get('/otlp/traces');
  assert.deepEqual([received.request, received.transport, received.headers['x-key']], [expected, 'grpc', 'abc']);
});

for (const signal of signals) {
  test(`keeps ${signal.name} by themselves`, async () => {
    await exportByGrpc(signal, Buffer.alloc(0));
    for (const { name } of signals) assert.equal((await local.get(`/otlp/${name}`)).length, name === signal.name ? 1 : 0);
  });
}

test('refuses what is no OTLP', async () => {
  assert.equal((await post('/v1/traces', Buffer.from('no protobuf'), protobuf)).status, 400);
  assert.equal((await post('/v1/traces', bytes, { 'content-type': 'text/plain' })).status, 415);
  assert.equal((await post('/v1/other', bytes, protobuf)).status, 404);
  assert.deepEqual(await local.get('/otlp/traces'), []);
});

test('fails as scheduled, each transport in its way', async () => {
  await local.fault([{ service: 'otlp', transport: 'grpc', grpcStatus: status.RESOURCE_EXHAUSTED }, { service: 'otlp', transport: 'http/protobuf', status: 429 }]);
  await assert.rejects(exportByGrpc(signals[0], bytes), { code: status.RESOURCE_EXHAUSTED });
  assert.equal((await post('/v1/traces', bytes, protobuf)).status, 429);
  assert.deepEqual((await local.get('/requests?service=otlp')).slice(-2).map((entry) => entry.status), [status.RESOURCE_EXHAUSTED, 429]);
});
