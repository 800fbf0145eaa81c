import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startParts } from '../lib/parts.mjs';

/** The named parts in this process, and a way to talk to their control endpoint. */
export async function startLocal(...names) {
  const directory = mkdtempSync(path.join(tmpdir(), 'awsotel-local-test-'));
  const parts = await startParts(names, directory);
  const control = parts.endpoints.controlEndpoint;

  return {
    ...parts.endpoints,
    get: async (route) => (await fetch(control + route)).json(),
    forget: (route) => fetch(control + route, { method: 'DELETE' }),
    fault: (fault) => fetch(`${control}/faults`, { method: 'POST', body: JSON.stringify(fault) }),
    async stop() {
      await parts.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
