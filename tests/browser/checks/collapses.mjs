import assert from 'node:assert/strict';
import { row, rows } from '../lib/rows.mjs';

export const report = 'two-traces.html';

export default async function (page) {
  const copy = row(page, 'Copy-S3Object');
  assert.equal(await copy.getAttribute('aria-expanded'), 'true');
  await copy.locator('.twisty').click();
  assert.equal(await copy.getAttribute('aria-expanded'), 'false');
  assert.equal((await rows(page)).length, 7);
  assert.equal(await page.getByRole('complementary').count(), 0, 'to collapse is not to open');
  await copy.locator('.twisty').click();
  assert.equal((await rows(page)).length, 10);

  await page.getByRole('button', { name: 'Collapse' }).click();
  assert.deepEqual(await rows(page), ['nightly-backup.ps1 ✗ Rate exceeded', '  Get-S3Object', '  Copy-S3Object', '  Get-DDBItem ✗ ThrottlingException']);
  await page.getByRole('button', { name: 'Expand' }).click();
  assert.equal((await rows(page)).length, 10);
  assert.equal(await row(page, 'attempt 1').getAttribute('aria-expanded'), null, 'a leaf is neither open nor closed');
}
