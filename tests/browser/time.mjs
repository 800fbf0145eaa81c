// How long a browser takes to open a report, until its rows are painted: the median of several.
// usage: node time.mjs <report> [times]

import { performance } from 'node:perf_hooks';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { openReport } from './lib/report.mjs';

const [report, times = 9] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.AWSOTEL_BROWSER });
const took = [];
for (let i = 0; i < times; i++) {
  const start = performance.now();
  const { page, close } = await openReport(browser, path.resolve(report));
  // Two frames after the rows are in the document they are on the screen.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  if ((await page.locator('.row').count()) === 0) throw new Error('The report shows no rows.');
  took.push(performance.now() - start);
  await close();
}
await browser.close();
took.sort((a, b) => a - b);
console.log(`${path.basename(report)}: median ${Math.round(took[took.length >> 1])} ms, least ${Math.round(took[0])} ms, most ${Math.round(took.at(-1))} ms, of ${times}`);
