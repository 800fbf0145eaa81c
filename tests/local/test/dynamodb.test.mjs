import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLocal } from './local.mjs';

let local;
const call = (operation, body) => fetch(local.dynamodb.endpoint, {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20300101T000000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=any/20300101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=any',
  },
  body: JSON.stringify(body),
});

before(async () => { local = await startLocal('dynamodb'); });
after(() => local.stop());

test('stores an item and tells what it cost', async () => {
  await call('CreateTable', {
    TableName: 'items',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await call('PutItem', { TableName: 'items', Item: { id: { S: '1' } } });
  const response = await call('GetItem', { TableName: 'items', Key: { id: { S: '1' } }, ReturnConsumedCapacity: 'TOTAL' });
  assert.match(response.headers.get('x-amzn-requestid'), /^[0-9A-Z]{52}$/);
  assert.deepEqual(await response.json(), { ConsumedCapacity: { CapacityUnits: 0.5, TableName: 'items' }, Item: { id: { S: '1' } } });
});

test('lets a fault answer in the form of the service', async () => {
  await local.fault({ service: 'dynamodb', operation: 'ListTables', status: 400, errorCode: 'ThrottlingException', errorMessage: 'slower' });
  const response = await call('ListTables', {});
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'slower' });
  assert.equal((await call('ListTables', {})).status, 200);
});
