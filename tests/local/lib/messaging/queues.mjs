import { randomUUID } from 'node:crypto';
import { digestOfAttributes, digestOfText } from './digest.mjs';
import { ServiceError } from '../service-error.mjs';

const mostAttributes = 10;

/** Queues in memory. Messages stay invisible once received, until they are deleted. */
export class Queues {
  #byName = new Map();

  create(name) {
    if (!this.#byName.has(name)) this.#byName.set(name, []);
  }

  mustExist(name) {
    this.#find(name);
  }

  purge(name) {
    this.#find(name).length = 0;
  }

  /** @returns what SendMessage answers, without the metadata of HTTP. */
  send(name, { MessageBody, MessageAttributes, MessageSystemAttributes }) {
    const messages = this.#find(name);
    check(MessageBody, MessageAttributes, MessageSystemAttributes);
    const message = { id: randomUUID(), body: MessageBody, attributes: MessageAttributes ?? {}, system: MessageSystemAttributes ?? {}, handle: null };
    messages.push(message);
    return {
      MessageId: message.id,
      MD5OfMessageBody: digestOfText(MessageBody),
      MD5OfMessageAttributes: digestOfAttributes(MessageAttributes),
      MD5OfMessageSystemAttributes: digestOfAttributes(MessageSystemAttributes),
    };
  }

  receive(name, { MaxNumberOfMessages = 1, MessageAttributeNames = [], MessageSystemAttributeNames, AttributeNames = [] }) {
    const visible = this.#find(name).filter((message) => message.handle === null).slice(0, MaxNumberOfMessages);
    return visible.map((message) => {
      message.handle = randomUUID();
      const attributes = pick(message.attributes, MessageAttributeNames);
      const system = pick(message.system, MessageSystemAttributeNames ?? AttributeNames);
      return {
        MessageId: message.id,
        ReceiptHandle: message.handle,
        Body: message.body,
        MD5OfBody: digestOfText(message.body),
        // SQS gives neither the member nor its digest where nothing is left.
        MessageAttributes: attributes,
        MD5OfMessageAttributes: digestOfAttributes(attributes),
        Attributes: system && Object.fromEntries(Object.entries(system).map(([key, value]) => [key, value.StringValue])),
      };
    });
  }

  delete(name, handle) {
    const messages = this.#find(name);
    const index = messages.findIndex((message) => message.handle === handle);
    if (index >= 0) messages.splice(index, 1);
  }

  #find(name) {
    const messages = this.#byName.get(name);
    if (!messages) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
    return messages;
  }
}

function check(body, attributes = {}, system = {}) {
  if (!body) throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Object.keys(attributes).length > mostAttributes) throw new ServiceError('InvalidParameterValue', `Number of message attributes [${Object.keys(attributes).length}] exceeds the allowed maximum [${mostAttributes}].`);
  for (const [name, value] of Object.entries(attributes)) {
    if (!value.DataType || !(value.StringValue || value.BinaryValue)) throw new ServiceError('InvalidParameterValue', `The message attribute '${name}' must contain a non-empty value and a type.`);
  }
  const unknown = Object.keys(system).find((name) => name !== 'AWSTraceHeader');
  if (unknown) throw new ServiceError('InvalidParameterValue', `Message system attribute name '${unknown}' is invalid.`);
}

/** The attributes that are asked for: by name, by the beginning of a name with `.*`, or All. */
function pick(attributes, wanted) {
  const picked = Object.entries(attributes).filter(([name]) => wanted.some((want) => want === 'All' || want === name || (want.endsWith('.*') && name.startsWith(want.slice(0, -2)))));
  return picked.length ? Object.fromEntries(picked) : undefined;
}
