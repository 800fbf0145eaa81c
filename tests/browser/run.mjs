import { readdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { openReport } from './lib/report.mjs';

const folder = path.resolve(process.argv[2]);
const checks = new URL('./checks/', import.meta.url);
const browser = await chromium.launch({ executablePath: process.env.AWSOTEL_BROWSER });
try {
  for (const file of readdirSync(checks).sort()) {
    const check = await import(new URL(file, checks));
    process.stdout.write(`${JSON.stringify({ name: path.parse(file).name, failure: await run(check) })}\n`);
  }
} finally {
  await browser.close();
}

/** Null, or why it failed. */
async function run({ report, page: options, default: check }) {
  const opened = await openReport(browser, path.join(folder, report), options);
  try {
    await check(opened.page);
    opened.assertQuiet();
    return null;
  } catch (error) {
    return error.stack;
  } finally {
    await opened.close();
  }
}
