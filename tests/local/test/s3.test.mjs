import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLocal } from './local.mjs';

let local;
const s3 = (path, options) => fetch(local.s3.endpoint + path, options);
const put = (path, body = 'x', headers = {}) => s3(path, { method: 'PUT', body, headers });
const keysIn = (xml, name = 'Key') => [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'g'))].map((match) => match[1]);

before(async () => { local = await startLocal('s3'); });
after(() => local.stop());

test('stores an aws-chunked body decoded', async () => {
  await put('/chunked');
  await put('/chunked/key', '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n', {
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '5',
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    authorization: 'AWS4-HMAC-SHA256 Credential=any/20300101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=any',
  });
  const response = await s3('/chunked/key');
  assert.equal(await response.text(), 'hello');
  assert.equal(response.headers.get('content-encoding'), null);
});

test('copies from a key in any spelling', async () => {
  await put('/copies');
  for (const key of ['a b+c.txt', 'ü/漢.txt', '100%.txt', 'x#y?z']) {
    const escaped = encodeURIComponent(key);
    await put(`/copies/${escaped}`, key);
    await put(`/copies/target`, undefined, { 'x-amz-copy-source': `copies%2F${escaped}` });
    assert.equal(await (await s3('/copies/target')).text(), key);
  }
});

test('pages through a listing in byte order', async () => {
  const keys = ['a', 'a-b', 'a.txt', 'a/1', 'a/2', 'é', '\u{1F600}'];
  await put('/paged');
  for (const key of keys) await put(`/paged/${encodeURIComponent(key)}`);
  const seen = [];
  let token = '';
  do {
    const xml = await (await s3(`/paged?list-type=2&max-keys=3${token && `&continuation-token=${encodeURIComponent(token)}`}`)).text();
    seen.push(keysIn(xml));
    [token] = keysIn(xml, 'NextContinuationToken');
  } while (token);
  assert.deepEqual(seen, [keys.slice(0, 3), keys.slice(3, 6), keys.slice(6)]);
});

test('counts a common prefix as one entry, once', async () => {
  await put('/folders');
  for (const key of ['1', 'a/1', 'a/2', 'b/1', 'c']) await put(`/folders/${key}`);
  const first = await (await s3('/folders?list-type=2&delimiter=%2F&max-keys=2')).text();
  assert.deepEqual(keysIn(first, 'Prefix'), ['', 'a/']);
  const token = encodeURIComponent(keysIn(first, 'NextContinuationToken')[0]);
  const second = await (await s3(`/folders?list-type=2&delimiter=%2F&max-keys=2&continuation-token=${token}`)).text();
  assert.deepEqual([keysIn(second), keysIn(second, 'Prefix'), keysIn(second, 'IsTruncated')], [['c'], ['', 'b/'], ['false']]);
});

test('pages version 1 by marker', async () => {
  await put('/first');
  for (const key of ['1', '2', '3']) await put(`/first/${key}`);
  const xml = await (await s3('/first?max-keys=1&marker=1')).text();
  assert.deepEqual([keysIn(xml), keysIn(xml, 'IsTruncated')], [['2'], ['true']]);
});

test('deletes several keys, also those that look like numbers', async () => {
  await put('/deleted');
  for (const key of ['007', 'f/1', 'f/2', 'a&b']) await put(`/deleted/${encodeURIComponent(key)}`);
  const body = `<Delete>${['007', 'f/1', 'f/2', 'a&amp;b'].map((key) => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`;
  const reply = await (await s3('/deleted?delete', { method: 'POST', body })).text();
  assert.deepEqual(keysIn(reply), ['007', 'f/1', 'f/2', 'a&amp;b']);
  assert.deepEqual(keysIn(await (await s3('/deleted')).text()), []);
});

test('deletes many keys of one folder at once, and their tags', async () => {
  await put('/emptied');
  const paths = Array.from({ length: 20 }, (_, index) => `/emptied/f/${index}%20x`);
  await Promise.all(paths.map((path) => put(path)));
  await put(`${paths[0]}?tagging`, '<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>');
  const responses = await Promise.all(paths.map((path) => s3(path, { method: 'DELETE' })));
  assert.deepEqual(new Set(responses.map(({ status }) => status)), new Set([204]));
  await put(paths[0]);
  assert.deepEqual(keysIn(await (await s3(`${paths[0]}?tagging`)).text()), []);
});

test('aborts a multipart upload once', async () => {
  await put('/aborted');
  const [id] = keysIn(await (await s3('/aborted/key?uploads', { method: 'POST' })).text(), 'UploadId');
  const abort = () => s3(`/aborted/key?uploadId=${id}`, { method: 'DELETE' });
  assert.equal((await abort()).status, 204);
  const again = await abort();
  assert.equal(again.status, 404);
  assert.match(await again.text(), /<Code>NoSuchUpload</);
});

test('has fresh request ids on every response, errors too', async () => {
  const responses = [await s3('/'), await s3('/no-such-bucket/key')];
  const ids = responses.map(({ headers }) => [headers.get('x-amz-request-id'), headers.get('x-amz-id-2')]);
  for (const [requestId, hostId] of ids) {
    assert.match(requestId, /^[0-9A-Z]{16}$/);
    assert.match(hostId, /^[A-Za-z0-9+/]{75}=$/);
  }
  assert.notDeepEqual(ids[0], ids[1]);
  assert.match(await responses[1].text(), /<Code>NoSuchBucket</);
});

test('names the operations in the journal', async () => {
  await local.forget('/requests');
  await put('/named');
  await s3('/named?list-type=2');
  await s3('/named?policy');
  await s3('/named/key?partNumber=1&uploadId=none', { method: 'PUT', headers: { traceparent: '00-1-2-01' } });
  const requests = await local.get('/requests?service=s3');
  assert.deepEqual(requests.map(({ operation }) => operation), ['CreateBucket', 'ListObjectsV2', undefined, 'UploadPart']);
  assert.equal(requests.at(-1).headers.traceparent, '00-1-2-01');
});
