import { randomUUID } from 'node:crypto';
import { readBody } from '../body.mjs';
import { createFront } from '../front.mjs';
import { listen } from '../listen.mjs';
import { parseForm } from './form.mjs';
import { ServiceError } from '../service-error.mjs';

const headers = { 'content-type': 'text/xml' };
const prefix = 'arn:aws:sns:eu-west-1:123456789012:';
const escaped = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escape = (text) => text.replace(/[&<>]/g, (character) => escaped[character]);

/** SNS by its query protocol: topics that deliver into the local queues. */
export async function startSns(shared) {
  const { queues } = shared;
  const subscriptions = new Map();

  const operations = {
    CreateTopic({ Name }) {
      if (!subscriptions.has(prefix + Name)) subscriptions.set(prefix + Name, []);
      return `<TopicArn>${prefix}${Name}</TopicArn>`;
    },
    Subscribe({ TopicArn, Protocol, Endpoint, Attributes }) {
      if (Protocol !== 'sqs') throw new ServiceError('InvalidParameter', 'The local topics deliver to queues only.');
      find(TopicArn).push({ queue: Endpoint.split(':').pop(), isRaw: Attributes?.RawMessageDelivery === 'true' });
      return `<SubscriptionArn>${TopicArn}:${randomUUID()}</SubscriptionArn>`;
    },
    Publish: (input) => `<MessageId>${publish(input.TopicArn, input)}</MessageId>`,
    PublishBatch({ TopicArn, PublishBatchRequestEntries }) {
      const members = PublishBatchRequestEntries.map((entry) => `<member><Id>${escape(entry.Id)}</Id><MessageId>${publish(TopicArn, entry)}</MessageId></member>`);
      return `<Successful>${members.join('')}</Successful><Failed/>`;
    },
  };

  function find(topicArn) {
    const found = subscriptions.get(topicArn);
    if (!found) throw new ServiceError('NotFound', 'Topic does not exist');
    return found;
  }

  function publish(topicArn, { Message, Subject, MessageAttributes = {} }) {
    const id = randomUUID();
    for (const { queue, isRaw } of find(topicArn)) {
      // More attributes than a queue takes: SNS drops such a message on its way.
      if (isRaw && Object.keys(MessageAttributes).length > 10) continue;
      queues.send(queue, isRaw ? { MessageBody: Message, MessageAttributes } : { MessageBody: envelope(id, topicArn, Message, Subject, MessageAttributes) });
    }
    return id;
  }

  const service = {
    name: 'sns',
    // The operation stands in the body, which is read in handle.
    describe: () => ({}),
    stamp: (res) => res.setHeader('x-amzn-RequestId', randomUUID()),
    errorReply: (code, message) => ({ headers, body: errorXml(code, message) }),
    async handle(req, res) {
      const { Action, ...input } = parseForm((await readBody(req)).toString());
      try {
        if (!operations[Action]) throw new ServiceError('InvalidAction', `The local topics have no ${Action}.`);
        const result = operations[Action](input);
        res.writeHead(200, headers).end(`<${Action}Response><${Action}Result>${result}</${Action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${Action}Response>`);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        res.writeHead(error.code === 'NotFound' ? 404 : 400, headers).end(errorXml(error.code, error.message));
      }
    },
  };

  const { endpoint, close } = await listen(createFront(service, shared));
  return { state: { endpoint }, close };
}

/** How a notification looks in a queue without raw delivery. */
function envelope(id, topicArn, message, subject, attributes) {
  const values = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [name, { Type: DataType, Value: StringValue ?? BinaryValue }]);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    Subject: subject,
    Message: message,
    Timestamp: new Date().toISOString(),
    SignatureVersion: '1',
    MessageAttributes: values.length ? Object.fromEntries(values) : undefined,
  }, null, 2);
}

function errorXml(code, message) {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escape(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}
