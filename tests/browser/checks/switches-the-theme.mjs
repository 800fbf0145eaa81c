import assert from 'node:assert/strict';

export const report = 'two-traces.html';

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

export default async function (page) {
  const light = await background(page);
  const button = page.getByRole('button', { name: 'Dark' });
  await button.click();
  const dark = await background(page);
  assert.notEqual(dark, light);
  assert.equal(await button.getAttribute('aria-pressed'), 'true');
  await button.click();
  assert.equal(await background(page), light);


  // What was chosen stays.
  await button.click();
  await page.reload();
  assert.equal(await background(page), dark);
}
