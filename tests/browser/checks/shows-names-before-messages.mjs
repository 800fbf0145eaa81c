import assert from 'node:assert/strict';
import { row } from '../lib/rows.mjs';

export const report = 'two-traces.html';

export default async function (page) {
  const failed = row(page, 'nightly-backup.ps1');
  await failed.locator('.chip').evaluate((chip) => { chip.textContent = 'a long message '.repeat(40); });
  const isWhole = (part) => failed.locator(part).evaluate((element) => element.scrollWidth <= element.clientWidth);
  assert.ok(await isWhole('.label'), 'the name is whole');
  assert.ok(!(await isWhole('.chip')), 'the message is cut');
  assert.equal(await failed.locator('.chip').getAttribute('title'), 'Rate exceeded');
}
