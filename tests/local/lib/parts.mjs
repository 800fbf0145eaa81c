import path from 'node:path';
import { startControl } from './control.mjs';
import { Faults } from './faults.mjs';
import { Functions } from './lambda/functions.mjs';
import { Journal } from './journal.mjs';
import { Queues } from './messaging/queues.mjs';
import { Received } from './otlp/received.mjs';

// Imported only when asked for: each brings its own dependencies, and they are most of the start-up time.
const starters = {
  s3: async (shared) => (await import('./s3/server.mjs')).startS3(shared),
  dynamodb: async (shared) => (await import('./dynamodb/server.mjs')).startDynamoDb(shared),
  sqs: async (shared) => (await import('./messaging/sqs.mjs')).startSqs(shared),
  sns: async (shared) => (await import('./messaging/sns.mjs')).startSns(shared),
  lambda: async (shared) => (await import('./lambda/server.mjs')).startLambda(shared),
  otlp: async (shared) => (await import('./otlp/server.mjs')).startOtlp(shared),
};

export async function startParts(names, directory) {
  const shared = {
    directory,
    faults: new Faults(),
    functions: new Functions(),
    journal: new Journal(),
    queues: new Queues(),
    received: new Received(path.join(directory, 'otlp')),
  };
  const started = await Promise.all(names.map(async (name) => [name, await starters[name](shared)]));
  const control = await startControl(shared);

  return {
    endpoints: {
      ...Object.fromEntries(started.map(([name, part]) => [name, part.state])),
      controlEndpoint: control.endpoint,
    },
    close: () => Promise.all([control, ...started.map(([, part]) => part)].map((part) => part.close())),
  };
}
