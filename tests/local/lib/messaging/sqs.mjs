import { randomUUID } from 'node:crypto';
import { readBody } from '../body.mjs';
import { createFront } from '../front.mjs';
import { listen } from '../listen.mjs';
import { ServiceError } from '../service-error.mjs';

const headers = { 'content-type': 'application/x-amz-json-1.0' };
const account = '123456789012';
const urlOf = (endpoint, name) => `${endpoint}/${account}/${name}`;
const nameOf = (url) => new URL(url).pathname.split('/').pop();

/** SQS by its JSON protocol. */
export async function startSqs(shared) {
  const { queues } = shared;

  const operations = {
    CreateQueue({ QueueName }, endpoint) {
      queues.create(QueueName);
      return { QueueUrl: urlOf(endpoint, QueueName) };
    },
    GetQueueUrl({ QueueName }, endpoint) {
      queues.mustExist(QueueName);
      return { QueueUrl: urlOf(endpoint, QueueName) };
    },
    PurgeQueue: ({ QueueUrl }) => queues.purge(nameOf(QueueUrl)),
    SendMessage: (input) => queues.send(nameOf(input.QueueUrl), input),
    SendMessageBatch({ QueueUrl, Entries }) {
      const results = Entries.map((entry) => sendEntry(queues, nameOf(QueueUrl), entry));
      return { Successful: results.filter((result) => !result.Code), Failed: results.filter((result) => result.Code) };
    },
    ReceiveMessage(input) {
      const messages = queues.receive(nameOf(input.QueueUrl), input);
      return messages.length ? { Messages: messages } : {};
    },
    DeleteMessage: ({ QueueUrl, ReceiptHandle }) => queues.delete(nameOf(QueueUrl), ReceiptHandle),
    DeleteMessageBatch({ QueueUrl, Entries }) {
      for (const { ReceiptHandle } of Entries) queues.delete(nameOf(QueueUrl), ReceiptHandle);
      return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
    },
  };

  const service = {
    name: 'sqs',
    describe: (req) => ({ operation: req.headers['x-amz-target']?.split('.').pop() }),
    stamp: (res) => res.setHeader('x-amzn-RequestId', randomUUID()),
    errorReply: (code, message) => ({ headers, body: { __type: `com.amazonaws.sqs#${code}`, message } }),
    async handle(req, res, { operation }) {
      try {
        const input = JSON.parse(await readBody(req));
        if (!operations[operation]) throw new ServiceError('InvalidAction', `The local queues have no ${operation}.`);
        const output = operations[operation](input, `http://${req.headers.host}`);
        res.writeHead(200, headers).end(output && JSON.stringify(output));
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        res.writeHead(400, headers).end(JSON.stringify(this.errorReply(error.code, error.message).body));
      }
    },
  };

  const { endpoint, close } = await listen(createFront(service, shared));
  return { state: { endpoint }, close };
}

function sendEntry(queues, name, entry) {
  try {
    return { Id: entry.Id, ...queues.send(name, entry) };
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code === 'QueueDoesNotExist') throw error;
    return { Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true };
  }
}
