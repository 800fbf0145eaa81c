import assert from 'node:assert/strict';
import { detail, pairs, row } from '../lib/rows.mjs';

export const report = 'hostile.html';

const HOSTILE = '</script><script>window.hacked = 1</script><img src="https://example.invalid/x" onerror="window.hacked = 1">&lt;b&gt;';

export default async function (page) {
  assert.equal(await page.title(), HOSTILE);
  await row(page, HOSTILE).click();
  const own = await pairs(detail(page).locator('.pairs').nth(1));
  assert.deepEqual(own, { [HOSTILE]: HOSTILE, big: '9223372036854775807', list: `a\n${HOSTILE}` });
  await detail(page).getByText('Resource').click();
  await page.getByRole('tab', { name: 'Totals' }).click();
  await page.getByRole('tab', { name: 'Spans' }).click();

  assert.equal(await page.locator('img, iframe, object, script:not(#data):not(:last-of-type)').count(), 0);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  // And if one came in by another way, it would not run.
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'sha256-[^ ]+'; base-uri 'none'; form-action 'none'$/);
}
