import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { queryOf } from './url.mjs';
import { errorXml, sendXml } from './xml.mjs';

/** s3rver starts and completes multipart uploads, but cannot abort one. */
export async function abortMultipartUpload(store, bucket, req, res) {
  const id = queryOf(req.url).get('uploadId');
  const upload = path.join(store.getResourcePath(bucket, undefined, 'uploads'), path.basename(id));
  const exists = await stat(upload).catch(() => undefined);
  if (!exists) return sendXml(res, 404, errorXml('NoSuchUpload', 'The specified upload does not exist.'));
  await rm(upload, { recursive: true });
  return res.writeHead(204).end();
}
