import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

/** A report in a page of its own, offline. */
export async function openReport(browser, file, options = {}) {
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', offline: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const said = [];
  const asked = new Set();
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('request', (request) => asked.add(request.url()));
  page.on('dialog', (dialog) => said.push(`dialog: ${dialog.message()}`));
  await page.goto(url);
  return {
    page,
    close: () => context.close(),
    /** It said nothing on the console, and asked for nothing but itself. */
    assertQuiet() {
      assert.deepEqual(said, []);
      assert.deepEqual([...asked], [url]);
    },
  };
}
