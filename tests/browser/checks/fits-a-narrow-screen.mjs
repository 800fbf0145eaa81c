import assert from 'node:assert/strict';
import { detail, row, rows } from '../lib/rows.mjs';

export const report = 'two-traces.html';
export const page = { viewport: { width: 400, height: 800 } };

export default async function (opened) {
  const overflow = () => opened.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(await overflow(), 0);
  assert.equal((await rows(opened)).length, 10);
  await row(opened, 'DynamoDB.GetItem').click();
  assert.ok(await detail(opened).isVisible());
  assert.equal(await overflow(), 0);
  // The details come below; the span that they are of stays in sight.
  const [span, below] = await Promise.all([row(opened, 'DynamoDB.GetItem').boundingBox(), detail(opened).boundingBox()]);
  assert.ok(span.y + span.height <= below.y + 1, `${span.y + span.height} is above ${below.y}`);
  assert.ok(below.y + below.height <= 800 && below.height > 200, `${below.height} from ${below.y}`);
  await opened.getByRole('tab', { name: 'Totals' }).click();
  assert.equal(await overflow(), 0);
}
