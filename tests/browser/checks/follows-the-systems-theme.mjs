import assert from 'node:assert/strict';

export const report = 'two-traces.html';
export const page = { colorScheme: 'dark' };

export default async function (opened) {
  assert.equal(await opened.locator('html').getAttribute('data-theme'), 'dark');
  await opened.emulateMedia({ colorScheme: 'light' });
  await opened.locator('html[data-theme="light"]').waitFor();
}
