import { pipeline, Transform } from 'node:stream';
import { withBody } from '../body.mjs';

const LF = 0x0a;
const longestLine = 16 * 1024;

/** Gives the request with its plain body, and with the headers that it would have had. */
export function decodeBody(req) {
  const { headers } = req;
  const encodings = (headers['content-encoding'] ?? '').split(',').map((one) => one.trim()).filter(Boolean);
  const decodedLength = headers['x-amz-decoded-content-length'];
  if (!encodings.includes('aws-chunked') && decodedLength === undefined) return req;

  const others = encodings.filter((one) => one !== 'aws-chunked').join(',');
  if (others) headers['content-encoding'] = others;
  else delete headers['content-encoding'];
  headers['content-length'] = decodedLength;
  delete headers['x-amz-decoded-content-length'];
  delete headers['x-amz-trailer'];

  const decoder = new AwsChunkedDecoder(Number(decodedLength));
  // The error, if any, reaches whoever reads the decoder.
  return withBody(req, pipeline(req, decoder, () => {}));
}

/**
 * Decodes aws-chunked, signed or not, with or without trailers:
 *   hex-size[;chunk-signature=…] CRLF data CRLF … 0[;…] CRLF [name:value CRLF …] CRLF
 */
export class AwsChunkedDecoder extends Transform {
  trailers = {};
  #expectedLength;
  #length = 0;
  #remaining = 0;
  #line = [];
  #lineLength = 0;
  #readLine = this.#readSize;

  constructor(expectedLength) {
    super();
    this.#expectedLength = expectedLength;
  }

  _transform(bytes, encoding, done) {
    try {
      let position = 0;
      while (position < bytes.length) {
        position = this.#remaining ? this.#takeData(bytes, position) : this.#takeLine(bytes, position);
      }
      done();
    } catch (error) {
      done(error);
    }
  }

  _flush(done) {
    const ended = this.#readLine === this.#readTrailer || this.#readLine === this.#readNothing;
    if (!ended) done(new Error('the aws-chunked body ends before its last chunk'));
    else if (this.#length !== this.#expectedLength) done(new Error(`${this.#length} bytes in place of the announced ${this.#expectedLength}`));
    else done();
  }

  #takeData(bytes, position) {
    const data = bytes.subarray(position, position + this.#remaining);
    this.push(data);
    this.#length += data.length;
    this.#remaining -= data.length;
    return position + data.length;
  }

  #takeLine(bytes, position) {
    const end = bytes.indexOf(LF, position);
    const piece = bytes.subarray(position, end < 0 ? bytes.length : end);
    this.#line.push(piece);
    this.#lineLength += piece.length;
    if (this.#lineLength > longestLine) throw new Error('an aws-chunked line has no end');
    if (end < 0) return bytes.length;

    const line = Buffer.concat(this.#line).toString('latin1').replace(/\r$/, '');
    this.#line = [];
    this.#lineLength = 0;
    this.#readLine(line);
    return end + 1;
  }

  #readSize(line) {
    const size = /^([0-9a-f]+)(;.*)?$/i.exec(line);
    if (!size) throw new Error('an aws-chunked chunk has no size');
    this.#remaining = parseInt(size[1], 16);
    this.#readLine = this.#remaining ? this.#readEndOfData : this.#readTrailer;
  }

  #readEndOfData(line) {
    if (line) throw new Error('an aws-chunked chunk is longer than its size');
    this.#readLine = this.#readSize;
  }

  #readTrailer(line) {
    if (!line) {
      this.#readLine = this.#readNothing;
      return;
    }
    const [name, ...value] = line.split(':');
    this.trailers[name.trim().toLowerCase()] = value.join(':').trim();
  }

  #readNothing() {
    throw new Error('the aws-chunked body goes on after its last chunk');
  }
}
