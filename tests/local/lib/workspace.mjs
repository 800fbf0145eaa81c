import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The data directory and the state file. A directory that the caller named stays; one made here goes. */
export function makeWorkspace({ data, state }) {
  const directory = data ? path.resolve(data) : mkdtempSync(path.join(tmpdir(), 'awsotel-local-'));
  mkdirSync(directory, { recursive: true });

  return {
    directory,
    writeState(content) {
      const draft = `${state}.${process.pid}.tmp`;
      writeFileSync(draft, JSON.stringify(content, null, 2));
      renameSync(draft, state);
    },
    remove() {
      rmSync(state, { force: true });
      if (!data) rmSync(directory, { recursive: true, force: true });
    },
  };
}
