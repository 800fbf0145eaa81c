import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLocal } from './local.mjs';

let local;

const define = (definition) => fetch(`${local.controlEndpoint}/functions`, { method: 'POST', body: JSON.stringify(definition) });
const base64 = (text) => Buffer.from(text).toString('base64');

async function invoke(name, headers = {}, body = '{}') {
  const response = await fetch(`${local.lambda.endpoint}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, { method: 'POST', headers, body });
  const amz = [...response.headers].filter(([header]) => header.startsWith('x-amz-'));
  return { status: response.status, headers: Object.fromEntries(amz), body: await response.text(), type: response.headers.get('x-amzn-errortype') };
}

before(async () => {
  local = await startLocal('lambda');
  await define({ name: 'price', answer: { price: 42 }, version: '7', log: 'START' });
  await define({ name: 'broken', answer: { errorType: 'Error' }, error: 'Unhandled' });
});
after(() => local.stop());

test('answers what it was told', async () => {
  assert.deepEqual(await invoke('price'), { status: 200, headers: { 'x-amz-executed-version': '7' }, body: '{"price":42}', type: null });
});

test('takes ARNs, whole and partial, with a qualifier or without', async () => {
  for (const name of ['arn:aws:lambda:eu-west-1:123456789012:function:price', '123456789012:function:price:live', 'price:live']) assert.equal((await invoke(name)).body, '{"price":42}');
});

test('says that a function has failed', async () => {
  const { status, headers, body } = await invoke('broken');
  assert.deepEqual([status, headers, body], [200, { 'x-amz-executed-version': '$LATEST', 'x-amz-function-error': 'Unhandled' }, '{"errorType":"Error"}']);
});

test('gives the log to who asks for it', async () => {
  assert.equal((await invoke('price', { 'X-Amz-Log-Type': 'Tail' })).headers['x-amz-log-result'], base64('START'));
});

test('does not answer where nobody waits', async () => {
  assert.deepEqual([await invoke('price', { 'X-Amz-Invocation-Type': 'Event' }), await invoke('price', { 'X-Amz-Invocation-Type': 'DryRun' })], [
    { status: 202, headers: {}, body: '', type: null },
    { status: 204, headers: {}, body: '', type: null },
  ]);
});

test('takes a client context of JSON, of the length that Lambda takes', async () => {
  const sized = (length) => base64(`"${'x'.repeat(length)}"`);
  const answers = await Promise.all([sized(10), sized(2680), sized(2700), base64('x'), 'ä'].map((context) => invoke('price', { 'X-Amz-Client-Context': context })));
  assert.deepEqual(answers.map(({ status, type }) => type ?? status), [200, 200, ...Array(3).fill('InvalidRequestContentException')]);
});

test('refuses a payload that is no JSON, and a function that is not there', async () => {
  const [payload, missing] = [await invoke('price', {}, '{'), await invoke('missing')];
  assert.deepEqual([payload.status, payload.type], [400, 'InvalidRequestContentException']);
  assert.deepEqual([missing.status, missing.type], [404, 'ResourceNotFoundException']);
});

test('writes down what came, and lets a fault answer in the form of the service', async () => {
  await local.forget('/requests');
  await local.fault({ service: 'lambda', operation: 'Invoke', status: 429, errorCode: 'TooManyRequestsException' });
  const { status, type } = await invoke('price', { 'X-Amz-Client-Context': base64('{}') });
  assert.deepEqual([status, type], [429, 'TooManyRequestsException']);
  const [request] = await local.get('/requests?service=lambda');
  assert.deepEqual([request.operation, request.path, request.headers['x-amz-client-context']], ['Invoke', '/2015-03-31/functions/price/invocations', base64('{}')]);
});

test('explains a wrong function', async () => {
  const answers = await Promise.all([{ nmae: 'x' }, {}].map(define));
  assert.deepEqual(await Promise.all(answers.map(async (answer) => [answer.status, (await answer.json()).error])), [
    [400, 'a function has no field named nmae'],
    [400, 'a function needs a name'],
  ]);
});
