import assert from 'node:assert/strict';
import { detail, pairs, row } from '../lib/rows.mjs';

export const report = 'hostile.html';

export default async function (page) {
  await row(page, 'produce').click();
  // U+202E and its kin turn what follows them round; right-to-left letters by themselves are as they should be.
  assert.deepEqual(await pairs(detail(page).locator('.pairs').nth(1)), { file: 'a\ufffdtxt.exe\ufffd שלום' });
}
