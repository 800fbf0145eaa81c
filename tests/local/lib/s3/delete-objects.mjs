import { XMLParser } from 'fast-xml-parser';
import { readBody } from '../body.mjs';
import { pathOf } from './url.mjs';
import { element, resultXml, sendXml } from './xml.mjs';

const parser = new XMLParser({ parseTagValue: false, trimValues: false, htmlEntities: true, isArray: (name) => name === 'Object' });

export async function deleteObject(store, bucket, req, res) {
  const [, , ...key] = pathOf(req.url).split('/');
  await remove(store, bucket, decodeURIComponent(key.join('/')));
  res.writeHead(204).end();
}

/** s3rver reads a key such as 007 as a number. */
export async function deleteObjects(store, bucket, req, res) {
  const { Delete: request } = parser.parse(await readBody(req));
  const keys = request.Object.map((object) => object.Key);
  for (const key of keys) await remove(store, bucket, key);
  const quiet = request.Quiet === 'true';
  sendXml(res, 200, resultXml('DeleteResult', quiet ? [] : keys.map((key) => element('Deleted', [element('Key', key)]))));
}

let last = Promise.resolve();

// One after the other: s3rver fails when two keys of one folder go at once, as each tidies up the empty folder.
function remove(store, bucket, key) {
  const removed = last.then(async () => {
    if (!await store.existsObject(bucket, key)) return;
    // A tagging file left behind would come back with the next object of this name.
    await store.deleteSubresource(bucket, key, 'tagging');
    await store.deleteObject(bucket, key);
  });
  last = removed.catch(() => {});
  return removed;
}
