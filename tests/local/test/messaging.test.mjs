import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startLocal } from './local.mjs';

let local;
let queue;
let queues = 0;

async function sqs(operation, body) {
  const response = await fetch(local.sqs.endpoint, { method: 'POST', headers: { 'x-amz-target': `AmazonSQS.${operation}` }, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text && JSON.parse(text) };
}

async function sns(parameters) {
  const response = await fetch(local.sns.endpoint, { method: 'POST', body: new URLSearchParams(parameters).toString() });
  return { status: response.status, body: await response.text() };
}

const receive = async (options) => (await sqs('ReceiveMessage', { QueueUrl: queue, MaxNumberOfMessages: 10, ...options })).body.Messages;
const text = (value) => ({ DataType: 'String', StringValue: value });

before(async () => { local = await startLocal('sqs', 'sns'); });
after(() => local.stop());
beforeEach(async () => { queue = (await sqs('CreateQueue', { QueueName: `orders-${++queues}` })).body.QueueUrl; });

test('gives the digests of what was sent', async () => {
  const { body } = await sqs('SendMessage', {
    QueueUrl: queue,
    MessageBody: 'hello',
    // Value and digest as in the tests of moto, which computes them by itself.
    MessageAttributes: { timestamp: { DataType: 'Number', StringValue: '1493147359900' } },
    MessageSystemAttributes: { AWSTraceHeader: text('Root=1-5759e988-bd862e3fe1be46a994272793') },
  });
  assert.match(body.MessageId, /^[0-9a-f-]{36}$/);
  assert.equal(body.MD5OfMessageBody, '5d41402abc4b2a76b9719d911017c592');
  assert.equal(body.MD5OfMessageAttributes, '235c5c510d26fb653d073faed50ae77c');
  assert.match(body.MD5OfMessageSystemAttributes, /^[0-9a-f]{32}$/);
});

test('gives only the attributes that are asked for, and their digest', async () => {
  const sent = { QueueUrl: queue, MessageBody: 'x', MessageAttributes: { a: text('1'), 'b.c': text('2') }, MessageSystemAttributes: { AWSTraceHeader: text('Root=1') } };
  for (let i = 0; i < 4; i++) await sqs('SendMessage', sent);
  const [none] = await receive({ MaxNumberOfMessages: 1 });
  assert.deepEqual(Object.keys(none), ['MessageId', 'ReceiptHandle', 'Body', 'MD5OfBody']);
  const [one] = await receive({ MaxNumberOfMessages: 1, MessageAttributeNames: ['a', 'missing'], MessageSystemAttributeNames: ['AWSTraceHeader'] });
  assert.deepEqual([one.MessageAttributes, one.Attributes], [{ a: text('1') }, { AWSTraceHeader: 'Root=1' }]);
  const [prefix] = await receive({ MaxNumberOfMessages: 1, MessageAttributeNames: ['b.*'] });
  assert.deepEqual(Object.keys(prefix.MessageAttributes), ['b.c']);
  const [all] = await receive({ MaxNumberOfMessages: 1, MessageAttributeNames: ['All'], AttributeNames: ['All'] });
  assert.deepEqual([Object.keys(all.MessageAttributes), Object.keys(all.Attributes)], [['a', 'b.c'], ['AWSTraceHeader']]);
  assert.notEqual(one.MD5OfMessageAttributes, all.MD5OfMessageAttributes);
});

test('refuses the eleventh attribute, of an entry alone in a batch', async () => {
  const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, text('1')]));
  const single = await sqs('SendMessage', { QueueUrl: queue, MessageBody: 'x', MessageAttributes: many });
  assert.deepEqual([single.status, single.body.__type], [400, 'com.amazonaws.sqs#InvalidParameterValue']);
  const batch = await sqs('SendMessageBatch', { QueueUrl: queue, Entries: [{ Id: '1', MessageBody: 'x', MessageAttributes: many }, { Id: '2', MessageBody: 'y' }] });
  assert.deepEqual([batch.body.Failed.map((entry) => entry.Id), batch.body.Successful.map((entry) => entry.Id)], [['1'], ['2']]);
});

test('hides what was received, and forgets what was deleted', async () => {
  await sqs('SendMessage', { QueueUrl: queue, MessageBody: 'x' });
  const [message] = await receive();
  assert.equal(await receive(), undefined);
  assert.equal((await sqs('DeleteMessage', { QueueUrl: queue, ReceiptHandle: message.ReceiptHandle })).status, 200);
  const missing = await sqs('SendMessage', { QueueUrl: `${queue}-missing`, MessageBody: 'x' });
  assert.deepEqual([missing.status, missing.body.__type], [400, 'com.amazonaws.sqs#QueueDoesNotExist']);
});

test('tells the URL of a queue that is there', async () => {
  assert.deepEqual(await sqs('GetQueueUrl', { QueueName: `orders-${queues}` }), { status: 200, body: { QueueUrl: queue } });
  const missing = await sqs('GetQueueUrl', { QueueName: 'missing' });
  assert.deepEqual([missing.status, missing.body.__type], [400, 'com.amazonaws.sqs#QueueDoesNotExist']);
});

test('deletes a batch, and purges a queue', async () => {
  for (const body of ['a', 'b', 'c']) await sqs('SendMessage', { QueueUrl: queue, MessageBody: body });
  const [first, second] = await receive({ MaxNumberOfMessages: 2 });
  const deleted = await sqs('DeleteMessageBatch', { QueueUrl: queue, Entries: [{ Id: '1', ReceiptHandle: first.ReceiptHandle }, { Id: '2', ReceiptHandle: second.ReceiptHandle }] });
  assert.deepEqual(deleted, { status: 200, body: { Successful: [{ Id: '1' }, { Id: '2' }], Failed: [] } });
  assert.equal((await sqs('PurgeQueue', { QueueUrl: queue })).status, 200);
  assert.equal(await receive(), undefined);
});

test('delivers a notification in its envelope, or raw', async () => {
  const TopicArn = /<TopicArn>(.*)<\/TopicArn>/.exec((await sns({ Action: 'CreateTopic', Name: `orders-${queues}` })).body)[1];
  const subscription = { Action: 'Subscribe', TopicArn, Protocol: 'sqs', Endpoint: `arn:aws:sqs:eu-west-1:123456789012:orders-${queues}` };
  await sns(subscription);
  await sns({ ...subscription, 'Attributes.entry.1.key': 'RawMessageDelivery', 'Attributes.entry.1.value': 'true' });
  const published = await sns({
    Action: 'PublishBatch', TopicArn,
    'PublishBatchRequestEntries.member.1.Id': '1',
    'PublishBatchRequestEntries.member.1.Message': 'hello',
    'PublishBatchRequestEntries.member.1.MessageAttributes.entry.1.Name': 'a',
    'PublishBatchRequestEntries.member.1.MessageAttributes.entry.1.Value.DataType': 'String',
    'PublishBatchRequestEntries.member.1.MessageAttributes.entry.1.Value.StringValue': '1',
  });
  assert.match(published.body, /<Successful><member><Id>1<\/Id><MessageId>[0-9a-f-]{36}<\/MessageId><\/member><\/Successful>/);
  const [wrapped, raw] = await receive({ MessageAttributeNames: ['All'] });
  const envelope = JSON.parse(wrapped.Body);
  assert.deepEqual([envelope.Type, envelope.Message, envelope.MessageAttributes], ['Notification', 'hello', { a: { Type: 'String', Value: '1' } }]);
  assert.deepEqual([wrapped.MessageAttributes, raw.Body, raw.MessageAttributes], [undefined, 'hello', { a: text('1') }]);
  const missing = await sns({ Action: 'Publish', TopicArn: `${TopicArn}-missing`, Message: 'x' });
  assert.deepEqual([missing.status, /<Code>(.*)<\/Code>/.exec(missing.body)[1]], [404, 'NotFound']);
});

test('lets a fault answer in the form of the service', async () => {
  await local.fault({ service: 'sqs', operation: 'SendMessage', status: 400, errorCode: 'OverLimit' });
  assert.deepEqual(await sqs('SendMessage', { QueueUrl: queue, MessageBody: 'x' }), { status: 400, body: { __type: 'com.amazonaws.sqs#OverLimit', message: 'OverLimit' } });
  await local.fault({ service: 'sns', status: 500, errorCode: 'InternalError' });
  assert.match((await sns({ Action: 'CreateTopic', Name: 'x' })).body, /<Code>InternalError<\/Code>/);
});
