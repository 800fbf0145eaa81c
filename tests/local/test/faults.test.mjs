import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, afterEach, before, test } from 'node:test';
import { startLocal } from './local.mjs';

let local;
const list = (options) => fetch(`${local.s3.endpoint}/`, options);
const statuses = async () => (await local.get('/requests?service=s3')).map(({ status }) => status);

before(async () => { local = await startLocal('s3'); });
after(() => local.stop());
afterEach(() => Promise.all([local.forget('/faults'), local.forget('/requests')]));

test('counts down, and then the service answers', async () => {
  await local.fault({ service: 's3', operation: 'ListBuckets', count: 2, status: 503, errorCode: 'SlowDown', headers: { 'retry-after': '1' } });
  const first = await list();
  assert.match(await first.text(), /<Code>SlowDown</);
  assert.equal(first.headers.get('retry-after'), '1');
  await list();
  await list();
  assert.deepEqual(await statuses(), [503, 503, 200]);
  assert.deepEqual(await local.get('/faults'), []);
});

test('leaves requests alone that do not match', async () => {
  await local.fault([
    { service: 'dynamodb', status: 500 },
    { service: 's3', method: 'PUT', status: 500 },
    { service: 's3', pathContains: 'other', status: 500 },
  ]);
  assert.equal((await list()).status, 200);
  assert.equal((await local.get('/faults')).length, 3);
});

test('gives a body as text or as JSON', async () => {
  await local.fault([{ service: 's3', status: 418, body: 'text' }, { service: 's3', status: 418, body: { a: 1 } }]);
  assert.equal(await (await list()).text(), 'text');
  assert.deepEqual(await (await list()).json(), { a: 1 });
});

test('delays an answer that is the service\'s own', async () => {
  await local.fault({ service: 's3', delayMs: 200 });
  const start = performance.now();
  assert.equal((await list()).status, 200);
  assert.ok(performance.now() - start >= 195);
});

test('shows a call that its client gave up', async () => {
  await local.fault({ service: 's3', delayMs: 300 });
  await assert.rejects(list({ signal: AbortSignal.timeout(50) }));
  await delay(50);
  const [request] = await local.get('/requests');
  assert.deepEqual([request.status, request.aborted], [null, true]);
});

test('breaks the connection', async () => {
  await local.fault({ service: 's3', disconnect: true });
  await assert.rejects(list());
});

test('refuses what it does not understand', async () => {
  const response = await local.fault({ service: 's3', opration: 'GetObject' });
  assert.equal(response.status, 400);
  assert.match((await response.json()).error, /opration/);
});
