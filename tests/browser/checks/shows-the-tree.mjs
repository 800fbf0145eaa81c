import assert from 'node:assert/strict';
import { pairs, rows } from '../lib/rows.mjs';

export const report = 'two-traces.html';

export default async function (page) {
  assert.equal(await page.title(), 'nightly-backup.ps1');
  assert.deepEqual(await rows(page), [
    'nightly-backup.ps1 ✗ Rate exceeded',
    '  Get-S3Object',
    '    S3.ListObjectsV2 logs',
    '    S3.ListObjectsV2 page 2',
    '  Copy-S3Object',
    '    S3.CopyObject ↻ 1 retry 2025/a.log',
    '      attempt 1 ✗ SlowDown 503',
    '      attempt 2 200',
    '  Get-DDBItem ✗ ThrottlingException',
    '    DynamoDB.GetItem ✗ ThrottlingException runs',
  ]);
  assert.deepEqual(await pairs(page.locator('.figures')), { Duration: '1.00 s', Spans: '10', Errors: '3', Retries: '1' });
  assert.deepEqual(await page.locator('.tick').allInnerTexts(), ['0', '200 ms', '400 ms', '600 ms', '800 ms']);
  // On one axis: the second listing begins where the first one ends.
  const [first, second] = await page.locator('.row', { hasText: 'S3.ListObjectsV2' }).locator('.bar').evaluateAll((bars) => bars.map((bar) => [parseFloat(bar.style.left), parseFloat(bar.style.width)]));
  assert.deepEqual([first, second].map((numbers) => numbers.map(Math.round)), [[1, 19], [20, 19]]);
}
