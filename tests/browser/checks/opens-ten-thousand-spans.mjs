import assert from 'node:assert/strict';
import { active, rows } from '../lib/rows.mjs';

export const report = 'large.html';

export default async function (page) {
  assert.equal(await page.getByRole('status').innerText(), '10,001 spans');
  const inDocument = () => page.locator('.row').count();
  assert.ok((await inDocument()) < 100, 'only those in sight are in the document');
  assert.equal(await page.getByRole('treegrid').getAttribute('aria-rowcount'), '5003', 'of a large trace, what went well is collapsed: the header, the script, its cmdlets, and the call that failed');

  await page.getByRole('button', { name: 'Expand' }).click();
  await page.getByRole('treegrid').focus();
  await page.keyboard.press('End');
  assert.equal(await active(page), 'S3.CopyObject');
  assert.ok((await inDocument()) < 100);
  assert.match((await rows(page)).at(-1), / 2026\/05000\.json$/);

  await page.getByRole('searchbox').fill('2026/04321.json');
  assert.deepEqual(await rows(page), ['archive.ps1', '  Copy-S3Object', '    S3.CopyObject 2026/04321.json']);
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: 'Errors 2' }).click();
  assert.deepEqual(await rows(page), ['archive.ps1', '  Copy-S3Object ✗ NoSuchKey', '    S3.CopyObject ✗ NoSuchKey 2026/02500.json']);
}
