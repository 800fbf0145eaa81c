import assert from 'node:assert/strict';
import { rows } from '../lib/rows.mjs';

export const report = 'two-traces.html';

export default async function (page) {
  const errors = page.getByRole('button', { name: 'Errors 3' });
  await errors.click();
  assert.equal(await errors.getAttribute('aria-pressed'), 'true');
  assert.deepEqual(await rows(page), ['nightly-backup.ps1 ✗ Rate exceeded', '  Get-DDBItem ✗ ThrottlingException', '    DynamoDB.GetItem ✗ ThrottlingException runs']);
  await errors.click();
  assert.equal((await rows(page)).length, 10);

  await page.getByRole('button', { name: 'Retried 1' }).click();
  assert.deepEqual(await rows(page), ['nightly-backup.ps1 ✗ Rate exceeded', '  Copy-S3Object', '    S3.CopyObject ↻ 1 retry 2025/a.log']);
}
