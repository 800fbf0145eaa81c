import { abortMultipartUpload } from './abort-upload.mjs';
import { deleteObject, deleteObjects } from './delete-objects.mjs';
import { listObjects } from './list-objects.mjs';

/** What s3rver lacks or gets wrong, done on its store: (store, bucket, req, res). */
export const ownOperations = {
  ListObjects: listObjects,
  ListObjectsV2: listObjects,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  AbortMultipartUpload: abortMultipartUpload,
};
