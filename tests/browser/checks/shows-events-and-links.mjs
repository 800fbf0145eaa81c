import assert from 'node:assert/strict';
import { active, detail, pairs, row } from '../lib/rows.mjs';

export const report = 'hostile.html';

export default async function (page) {
  await row(page, 'consume').click();
  assert.equal(await detail(page).locator('.message').innerText(), 'Amazon.S3.AmazonS3Exception: no such key');
  assert.equal(await detail(page).locator('.event').first().locator('div').first().innerText(), 'exception +1.00 s');
  assert.deepEqual(await pairs(detail(page).locator('.event .pairs').nth(0)), { 'exception.stacktrace': 'at A()\n   at B()' });
  assert.deepEqual(await pairs(detail(page).locator('.event .pairs').nth(1)), { Trace: 'c'.repeat(32), Span: 'produce 00000000000000c3', why: 'batch' });
  assert.deepEqual(await pairs(detail(page).locator('.event .pairs').nth(2)), { Trace: 'a'.repeat(32), Span: '0000000000000001' });
  await detail(page).getByRole('button', { name: /^produce/ }).click();
  assert.equal(await active(page), 'produce');
}
