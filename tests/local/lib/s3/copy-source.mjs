const name = 'x-amz-copy-source';

/** s3rver undoes encodeURI; SDKs send every reserved character escaped, slashes too. */
export function normalizeCopySource(req) {
  const source = req.headers[name];
  if (source) req.headers[name] = encodeURI(decodeURIComponent(source.replace(/\?versionId=.*$/, '')));
}
