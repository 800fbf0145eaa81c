import assert from 'node:assert/strict';
import { detail, row, rows } from '../lib/rows.mjs';

export const report = 'two-traces.html';

export default async function (page) {
  const search = page.getByRole('searchbox', { name: 'Search spans' });
  await search.fill('S3.ListObjects LOGS');
  assert.deepEqual(await rows(page), ['nightly-backup.ps1 ✗ Rate exceeded', '  Get-S3Object', '    S3.ListObjectsV2 logs', '    S3.ListObjectsV2 page 2'], 'every word, in any case, of names and attributes');
  assert.equal(await page.getByRole('status').innerText(), '2 of 10 spans');
  assert.deepEqual(await page.locator('.row.context .label').allInnerTexts(), ['nightly-backup.ps1', 'Get-S3Object'], 'what only leads to a match stands back');

  await search.fill('error.type=throttlingexception');
  assert.equal(await page.getByRole('status').innerText(), '2 of 10 spans');
  await search.fill('please reduce');
  assert.deepEqual((await rows(page)).at(-1), '      attempt 1 ✗ SlowDown 503');

  // A span that the search hides is reached all the same.
  await row(page, 'S3.CopyObject').click();
  await search.fill('attempt 2');
  await row(page, 'attempt 2').click();
  await detail(page).getByRole('button', { name: /^S3.CopyObject/ }).click();
  assert.equal(await detail(page).getByRole('heading').first().innerText(), 'S3.CopyObject');

  await search.fill('no such thing');
  assert.deepEqual(await rows(page), []);
  assert.ok(await page.getByText('No span matches.').isVisible());
  await search.fill('');
  assert.equal((await rows(page)).length, 10);
}
