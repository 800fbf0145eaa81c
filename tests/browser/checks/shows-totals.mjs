import assert from 'node:assert/strict';
import { rows } from '../lib/rows.mjs';

export const report = 'two-traces.html';

const table = (page, name) => page.getByRole('region', { name }).locator('tr').evaluateAll((lines) => lines.map((line) => [...line.cells].map((cell) => cell.textContent).join(' | ')));

export default async function (page) {
  await page.getByRole('tab', { name: 'Totals' }).click();
  assert.ok(await page.getByRole('treegrid').isHidden());
  assert.deepEqual(await table(page, 'By operation'), [
    'Operation | Calls | Errors | Retries | p50 | p95 | Max | Total | Waited',
    'S3.ListObjectsV2 | 2 | – | – | 190 ms | 190 ms | 190 ms | 380 ms | –',
    'S3.CopyObject | 1 | – | 1 | 330 ms | 330 ms | 330 ms | 330 ms | –',
    'DynamoDB.GetItem | 1 | 1 | – | 150 µs | 150 µs | 150 µs | 150 µs | –',
  ]);
  assert.deepEqual((await table(page, 'By error')).slice(1), [
    'SlowDown | 1 | – | 1 | 90.0 ms | 90.0 ms | 90.0 ms | 90.0 ms | –',
    'ThrottlingException | 1 | 1 | – | 150 µs | 150 µs | 150 µs | 150 µs | –',
  ]);
  assert.equal((await table(page, 'Where the time went'))[1], 'S3.ListObjectsV2 | 2 | 380 ms | 38 % | ');

  // A name finds its spans.
  await page.getByRole('button', { name: 'ThrottlingException' }).click();
  assert.deepEqual(await rows(page), ['nightly-backup.ps1 ✗ Rate exceeded', '  Get-DDBItem ✗ ThrottlingException', '    DynamoDB.GetItem ✗ ThrottlingException runs']);

  await page.getByRole('tab', { name: 'Spans' }).press('ArrowRight');
  assert.equal(await page.getByRole('tab', { name: 'Totals' }).getAttribute('aria-selected'), 'true');
}
