import { pathOf, queryOf } from './url.mjs';

// What is asked of: method, query parameter (name or name=value), operation. The first that fits counts.
const operations = {
  service: [
    ['GET', null, 'ListBuckets'],
  ],
  bucket: [
    ['GET', 'location', 'GetBucketLocation'],
    ['GET', 'uploads', 'ListMultipartUploads'],
    ['GET', 'versions', 'ListObjectVersions'],
    ['GET', 'list-type=2', 'ListObjectsV2'],
    ['GET', null, 'ListObjects'],
    ['HEAD', null, 'HeadBucket'],
    ['PUT', null, 'CreateBucket'],
    ['POST', 'delete', 'DeleteObjects'],
    ['DELETE', null, 'DeleteBucket'],
  ],
  object: [
    ['GET', 'tagging', 'GetObjectTagging'],
    ['GET', 'uploadId', 'ListParts'],
    ['GET', null, 'GetObject'],
    ['HEAD', null, 'HeadObject'],
    ['PUT', 'tagging', 'PutObjectTagging'],
    ['PUT', 'uploadId', 'UploadPart'],
    ['PUT', null, 'PutObject'],
    ['POST', 'uploads', 'CreateMultipartUpload'],
    ['POST', 'uploadId', 'CompleteMultipartUpload'],
    ['DELETE', 'tagging', 'DeleteObjectTagging'],
    ['DELETE', 'uploadId', 'AbortMultipartUpload'],
    ['DELETE', null, 'DeleteObject'],
  ],
};

// Other subresources of a bucket (policy, tagging, …) have no name here, so that none passes for a listing.
const listingParameters = new Set([
  'list-type', 'prefix', 'delimiter', 'marker', 'max-keys', 'start-after', 'continuation-token', 'fetch-owner', 'encoding-type', 'x-id',
]);

const copies = { PutObject: 'CopyObject', UploadPart: 'UploadPartCopy' };

export function describe({ method, url, headers }) {
  const [bucket, ...key] = pathOf(url).slice(1).split('/');
  const scope = !bucket ? 'service' : key.join('/') ? 'object' : 'bucket';
  const query = queryOf(url);

  const row = operations[scope].find(([verb, parameter]) => verb === method && (!parameter || has(query, parameter)));
  let operation = row?.[2];
  if (operation === 'ListObjects' && [...query.keys()].some((name) => !isListingParameter(name))) operation = undefined;
  if (headers['x-amz-copy-source']) operation = copies[operation] ?? operation;
  return { operation, bucket };
}

function has(query, parameter) {
  const [name, value] = parameter.split('=');
  return query.has(name) && (value === undefined || query.get(name) === value);
}

const isListingParameter = (name) => listingParameters.has(name) || name.startsWith('X-Amz-');
