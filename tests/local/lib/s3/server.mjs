import { mkdirSync } from 'node:fs';
import path from 'node:path';
import S3rver from '@20minutes/s3rver';
import { createFront } from '../front.mjs';
import { listen } from '../listen.mjs';
import { decodeBody } from './aws-chunked.mjs';
import { normalizeCopySource } from './copy-source.mjs';
import { signIn } from './credentials.mjs';
import { ownOperations } from './own-operations.mjs';
import { describe } from './operation.mjs';
import { stamp } from './request-ids.mjs';
import { errorXml, xmlHeaders } from './xml.mjs';

/** s3rver behind a gateway that translates what current AWS SDKs send and it does not know. */
export async function startS3(shared) {
  const directory = path.join(shared.directory, 's3');
  mkdirSync(directory, { recursive: true });
  const s3rver = new S3rver({ directory, silent: true, vhostBuckets: false, allowMismatchedSignatures: true });
  const answer = s3rver.callback();

  const service = {
    name: 's3',
    describe,
    stamp,
    errorReply: (code, message) => ({ headers: xmlHeaders, body: errorXml(code, message) }),
    async handle(req, res, { operation, bucket }) {
      signIn(req);
      normalizeCopySource(req);
      const decoded = decodeBody(req);
      const own = ownOperations[operation];
      // Without the bucket s3rver has the right error for each of them.
      if (own && await s3rver.store.getBucket(bucket)) await own(s3rver.store, bucket, decoded, res);
      else await answer(decoded, res);
    },
  };

  const { endpoint, close } = await listen(createFront(service, shared));
  return { state: { endpoint }, close };
}
