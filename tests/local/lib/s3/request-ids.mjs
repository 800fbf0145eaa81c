import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The two ids that S3 puts on every response, in their usual form. */
export function stamp(res) {
  res.setHeader('x-amz-request-id', Array.from(randomBytes(16), (byte) => alphabet[byte % 32]).join(''));
  res.setHeader('x-amz-id-2', randomBytes(56).toString('base64'));
}
