import { queryOf } from './url.mjs';
import { element, resultXml, sendXml } from './xml.mjs';

/**
 * s3rver pages by a cipher that OpenSSL 3 refuses, orders keys by file name, and does not count common prefixes.
 */
export async function listObjects(store, bucket, req, res) {
  const query = queryOf(req.url);
  const version2 = query.get('list-type') === '2';
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const after = (version2 ? (token && fromToken(token)) ?? query.get('start-after') : query.get('marker')) ?? '';
  const maxKeys = Math.min(Number(query.get('max-keys') ?? 1000), 1000);

  const { objects } = await store.listObjects(bucket, { prefix });
  const entries = collect(objects, { prefix, delimiter, after });
  const page = entries.slice(0, maxKeys);
  const truncated = maxKeys > 0 && entries.length > maxKeys;
  const last = truncated ? page.at(-1).name : undefined;
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (name) => name;

  sendXml(res, 200, resultXml('ListBucketResult', [
    element('Name', bucket),
    element('Prefix', encode(prefix)),
    element('Delimiter', delimiter ? encode(delimiter) : undefined),
    element('EncodingType', query.get('encoding-type') ?? undefined),
    element('MaxKeys', maxKeys),
    element('IsTruncated', truncated),
    version2 ? [
      element('KeyCount', page.length),
      element('ContinuationToken', token ?? undefined),
      element('NextContinuationToken', last && toToken(last)),
      element('StartAfter', query.get('start-after') ?? undefined),
    ] : [
      element('Marker', encode(after)),
      // S3 names it only when there is a delimiter; without one the last key is the marker.
      element('NextMarker', delimiter && last ? encode(last) : undefined),
    ],
    page.map(({ name, object }) => object ? contents(encode(name), object) : element('CommonPrefixes', [element('Prefix', encode(name))])),
  ]));
}

function collect(objects, { prefix, delimiter, after }) {
  const entries = new Map();
  const sorted = objects.map((object) => [object.key, object]).sort(([a], [b]) => compareBytes(a, b));
  for (const [key, object] of sorted) {
    if (after && compareBytes(key, after) <= 0) continue;
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const name = end < 0 ? key : key.slice(0, end + delimiter.length);
    // The page before ended with this common prefix.
    if (end >= 0 && name === after) continue;
    if (!entries.has(name)) entries.set(name, { name, object: end < 0 ? object : undefined });
  }
  return [...entries.values()];
}

const contents = (key, object) => element('Contents', [
  element('Key', key),
  element('LastModified', object.lastModifiedDate.toISOString()),
  element('ETag', object.metadata.etag),
  element('Size', object.size),
  element('StorageClass', 'STANDARD'),
]);

// S3's order is that of the UTF-8 bytes; JavaScript's is that of UTF-16 units.
const compareBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

const toToken = (name) => Buffer.from(name).toString('base64');
const fromToken = (token) => Buffer.from(token, 'base64').toString();
