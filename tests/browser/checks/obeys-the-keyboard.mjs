import assert from 'node:assert/strict';
import { active, detail, row, rows } from '../lib/rows.mjs';

export const report = 'two-traces.html';

export default async function (page) {
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

  // From the top of the page by Tab, as somebody without a mouse comes.
  await press('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'grid');
  assert.equal(await active(page), 'nightly-backup.ps1');
  assert.notEqual(await row(page, 'nightly-backup.ps1').evaluate((element) => getComputedStyle(element).outlineStyle), 'none', 'the focus is to be seen');

  await press('ArrowDown', 'ArrowRight', 'ArrowRight');
  assert.equal(await active(page), 'S3.ListObjectsV2');
  await press('ArrowLeft');
  assert.equal(await active(page), 'Get-S3Object');
  await press('ArrowLeft');
  assert.equal(await row(page, 'Get-S3Object').getAttribute('aria-expanded'), 'false');
  assert.equal((await rows(page)).length, 8);
  await press('ArrowRight', 'End');
  assert.equal(await active(page), 'DynamoDB.GetItem');
  await press('Home', 'ArrowUp');
  assert.equal(await active(page), 'nightly-backup.ps1');

  await press('ArrowDown', 'Enter');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Get-S3Object', 'the details have the focus');
  await press('Escape');
  assert.ok(await detail(page).isHidden());
  assert.equal(await page.evaluate(() => document.activeElement.id), 'grid');
  assert.equal(await active(page), 'Get-S3Object');

  await press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  await page.keyboard.type('getitem');
  await press('Enter');
  assert.equal(await active(page), 'DynamoDB.GetItem', 'the first match, past what leads to it');
  await press('Escape');
  assert.equal((await rows(page)).length, 10);

  // Zoom: the span takes the whole axis.
  await press('z');
  assert.equal(await row(page, 'DynamoDB.GetItem').locator('.bar').evaluate((bar) => Math.round(parseFloat(bar.style.width))), 100);
  assert.ok(await page.getByRole('button', { name: 'Whole trace' }).isVisible());
  await press('Escape');
  assert.ok(await page.getByRole('button', { name: 'Whole trace' }).isHidden());
}
