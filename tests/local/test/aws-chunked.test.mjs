import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream';
import { test } from 'node:test';
import { AwsChunkedDecoder, decodeBody } from '../lib/s3/aws-chunked.mjs';

const signature = `;chunk-signature=${'a'.repeat(64)}`;
const bodies = {
  'signed chunks': `5${signature}\r\nhello\r\n6${signature}\r\n\r\nworl\r\n0${signature}\r\n\r\n`,
  'signed chunks with signed trailers': `5${signature}\r\nhello\r\n6${signature}\r\n\r\nworl\r\n0${signature}\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:${'b'.repeat(64)}\r\n\r\n`,
  'unsigned chunks with a trailer': '5\r\nhello\r\n6\r\n\r\nworl\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
  'a single chunk': 'B\r\nhello\r\nworl\r\n0\r\n\r\n',
};
const content = 'hello\r\nworl';

const decode = (pieces, length = content.length) => buffer(pipeline(Readable.from(pieces), new AwsChunkedDecoder(length), () => {}));

for (const [name, body] of Object.entries(bodies)) {
  test(`decodes ${name}, split anywhere`, async () => {
    const bytes = Buffer.from(body);
    for (let split = 1; split < bytes.length; split++) {
      assert.equal((await decode([bytes.subarray(0, split), bytes.subarray(split)])).toString(), content, `split at ${split}`);
    }
    assert.equal((await decode(Array.from(bytes, (byte) => Buffer.of(byte)))).toString(), content, 'byte by byte');
  });
}

test('decodes an empty body', async () => {
  assert.equal((await decode([Buffer.from('0\r\n\r\n')], 0)).length, 0);
});

test('keeps binary data as it is', async () => {
  const data = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index * 7 & 0xff));
  const body = Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n0\r\n\r\n')]);
  assert.deepEqual(await decode([body.subarray(0, 65_536), body.subarray(65_536)], data.length), data);
});

test('collects the trailers', async () => {
  const decoder = new AwsChunkedDecoder(content.length);
  await buffer(pipeline(Readable.from([Buffer.from(bodies['unsigned chunks with a trailer'])]), decoder, () => {}));
  assert.deepEqual(decoder.trailers, { 'x-amz-checksum-crc32': 'AAAAAA==' });
});

for (const [name, body] of Object.entries({
  'without a last chunk': '5\r\nhello\r\n',
  'with a chunk longer than its size': '4\r\nhello\r\n0\r\n\r\n',
  'with a size that is no number': 'five\r\nhello\r\n0\r\n\r\n',
  'with other than the announced length': '4\r\nhell\r\n0\r\n\r\n',
  'that goes on after its end': '5\r\nhello\r\n0\r\n\r\nmore\r\n',
})) {
  test(`refuses a body ${name}`, async () => {
    await assert.rejects(decode([Buffer.from(body)], 5));
  });
}

test('gives the headers that the plain body would have', () => {
  const req = Object.assign(Readable.from([]), {
    headers: { 'content-encoding': 'aws-chunked,gzip', 'content-length': '99', 'x-amz-decoded-content-length': '11', 'x-amz-trailer': 'x-amz-checksum-crc32' },
  });
  assert.deepEqual(decodeBody(req).headers, { 'content-encoding': 'gzip', 'content-length': '11' });
});

test('leaves a plain request alone', () => {
  const req = Object.assign(Readable.from([]), { headers: { 'content-length': '11' } });
  assert.equal(decodeBody(req), req);
});
