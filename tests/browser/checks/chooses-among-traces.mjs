import assert from 'node:assert/strict';
import { rows } from '../lib/rows.mjs';

export const report = 'many-traces.html';

export default async function (page) {
  assert.deepEqual(await rows(page), ['first.ps1'], 'the one that began first');
  await page.getByRole('combobox').selectOption({ index: 1 });
  assert.equal((await rows(page)).length, 10);
  assert.match(await page.locator('#meta').innerText(), /trace b{32}$/);
}
