import { randomBytes } from 'node:crypto';
import dynalite from 'dynalite';
import { readBody, streamOf, withBody } from '../body.mjs';
import { createFront } from '../front.mjs';
import { listen } from '../listen.mjs';

export async function startDynamoDb(shared) {
  const tables = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });

  const service = {
    name: 'dynamodb',
    describe: (req) => ({ operation: req.headers['x-amz-target']?.split('.').pop() }),
    stamp: (res) => res.setHeader('x-amzn-RequestId', requestId()),
    errorReply: (code, message) => ({
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message },
    }),
    // Read here first: dynalite throws out of the process when a client goes away in the middle of its request.
    handle: async (req, res) => tables.emit('request', withBody(req, streamOf(await readBody(req))), res),
  };

  const { endpoint, close } = await listen(createFront(service, shared));
  return { state: { endpoint }, close };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const requestId = () => Array.from(randomBytes(52), (byte) => alphabet[byte % 32]).join('');
