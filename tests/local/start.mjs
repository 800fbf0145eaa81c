import { readOptions } from './lib/options.mjs';
import { startParts } from './lib/parts.mjs';
import { makeWorkspace } from './lib/workspace.mjs';
import { untilTold } from './lib/lifetime.mjs';

const options = readOptions(process.argv.slice(2));
const workspace = makeWorkspace(options);
// Removed in every case, also after a failure or a deadline in the closing itself.
process.on('exit', () => workspace.remove());

const parts = await startParts(options.only, workspace.directory);
workspace.writeState({ pid: process.pid, ...parts.endpoints });
console.log('ready');

await untilTold(options);
setTimeout(() => process.exit(0), 2000).unref();
await parts.close();
process.exit(0);
