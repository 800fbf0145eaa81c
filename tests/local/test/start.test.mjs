import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';

const script = fileURLToPath(new URL('../start.mjs', import.meta.url));
const directory = mkdtempSync(path.join(tmpdir(), 'awsotel-local-test-'));
const state = path.join(directory, 'state.json');

after(() => rmSync(directory, { recursive: true, force: true }));

async function start(...options) {
  const server = spawn(process.execPath, [script, '--state', state, ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(server.stdout, 'data');
  assert.equal(line.toString(), 'ready\n');
  return { server, content: JSON.parse(readFileSync(state)), ended: once(server, 'exit') };
}

test('starts what is asked for and ends with its standard input', async () => {
  const { server, content, ended } = await start('--only', 's3,otlp');
  assert.deepEqual(Object.keys(content), ['pid', 's3', 'otlp', 'controlEndpoint']);
  assert.equal(content.pid, server.pid);
  assert.equal((await fetch(content.s3.endpoint)).status, 200);

  server.stdin.end();
  assert.deepEqual(await ended, [0, null]);
  assert.ok(!existsSync(state));
  assert.ok(!existsSync(path.dirname(content.otlp.dataDirectory)));
});

test('keeps a data directory that the caller named', async () => {
  const data = path.join(directory, 'data');
  const { server, content, ended } = await start('--only', 'otlp', '--data', data);
  server.stdin.end();
  await ended;
  assert.equal(content.otlp.dataDirectory, path.join(data, 'otlp'));
  assert.ok(existsSync(data));
});

test('stays without a standard input when told to, and ends with its parent', async () => {
  const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const { server, ended } = await start('--only', 's3', '--stay', '--parent', String(parent.pid));
  server.stdin.end();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(server.exitCode, null);

  parent.kill();
  assert.deepEqual(await ended, [0, null]);
});

test('explains a wrong option', async () => {
  const server = spawn(process.execPath, [script, '--only', 'sqz', '--state', state], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [message] = await once(server.stderr, 'data');
  assert.match(message.toString(), /no part named sqz[^]*usage:/);
  assert.deepEqual(await once(server, 'exit'), [2, null]);
});
