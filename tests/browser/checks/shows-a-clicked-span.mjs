import assert from 'node:assert/strict';
import { detail, pairs, row, rows } from '../lib/rows.mjs';

export const report = 'two-traces.html';

export default async function (page) {
  await row(page, 'S3.CopyObject').click();
  assert.equal(await row(page, 'S3.CopyObject').getAttribute('aria-selected'), 'true');
  assert.equal(await detail(page).getByRole('heading').first().innerText(), 'S3.CopyObject');
  assert.deepEqual(await pairs(detail(page).locator('.pairs').first()), {
    Start: '2025-10-09T08:53:21.410Z (+410 ms)',
    Duration: '330 ms',
    'Own time': '200 ms',
    Kind: 'Client',
    'Span id': '0000000000000007',
    'Parent id': 'Copy-S3Object 0000000000000006',
    Scope: 'AwsOtel',
  });
  assert.deepEqual(await pairs(detail(page).locator('.pairs').nth(1)), { 'aws.retry.count': '1', 'aws.s3.bucket': 'backup', 'aws.s3.key': '2025/a.log' });

  // To the span above it, and away.
  await detail(page).getByRole('button', { name: /^Copy-S3Object/ }).click();
  assert.equal(await detail(page).getByRole('heading').first().innerText(), 'Copy-S3Object');
  await detail(page).getByRole('button', { name: 'Close' }).click();
  assert.ok(await detail(page).isHidden());
  assert.equal((await rows(page)).length, 10);
}
