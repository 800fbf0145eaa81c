import { createHash } from 'node:crypto';

const md5 = (bytes) => createHash('md5').update(bytes).digest('hex');

export const digestOfText = (text) => md5(Buffer.from(text, 'utf8'));

/** As the Developer Guide says: sorted by name; name, type and value with their lengths, and one byte for the kind of value. */
export function digestOfAttributes(attributes) {
  const names = Object.keys(attributes ?? {}).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (!names.length) return undefined;
  return md5(Buffer.concat(names.flatMap((name) => {
    const { DataType, StringValue, BinaryValue } = attributes[name];
    return [
      ...sized(Buffer.from(name)),
      ...sized(Buffer.from(DataType)),
      ...(BinaryValue === undefined ? [Buffer.of(1), ...sized(Buffer.from(StringValue))] : [Buffer.of(2), ...sized(Buffer.from(BinaryValue, 'base64'))]),
    ];
  })));
}

function sized(bytes) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}
