// DynamoDB GetItem by the AWS SDK for JavaScript, plain or traced by OpenTelemetry's instrumentation of it.
// usage: node get-item.mjs <port> <plain|traced> <calls in a batch> <seconds>
// Prints the microseconds a call of each batch, one a line.
const [port, state, calls, seconds] = process.argv.slice(2);

if (state === 'traced') {
  // Before the SDK is loaded, which it patches.
  const { NodeTracerProvider } = await import('@opentelemetry/sdk-trace-node');
  const { registerInstrumentations } = await import('@opentelemetry/instrumentation');
  const { AwsInstrumentation } = await import('@opentelemetry/instrumentation-aws-sdk');
  // Spans are made and ended, and go nowhere: what an exporter costs is left out, as in the other language.
  new NodeTracerProvider({ spanProcessors: [{ onStart() {}, onEnd() { spans++; }, forceFlush: async () => {}, shutdown: async () => {} }] }).register();
  registerInstrumentations({ instrumentations: [new AwsInstrumentation({ suppressInternalInstrumentation: true })] });
}

let spans = 0;
// require, as the instrumentation's hook on ES modules is experimental.
const { createRequire } = await import('node:module');
const { DynamoDBClient, GetItemCommand } = createRequire(import.meta.url)('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'benchmark', secretAccessKey: 'benchmark' },
});
const call = () => client.send(new GetItemCommand({ TableName: 'shop-orders', Key: { id: { S: 'order-1' } }, ConsistentRead: true }));

let made = 0;
const batch = async () => {
  const start = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) await call();
  made += Number(calls);
  return Number(process.hrtime.bigint() - start) / 1000 / calls;
};
const until = async (end, note) => {
  while (Date.now() < end) note(await batch());
};
await until(Date.now() + (seconds * 1000) / 3, () => {});
const times = [];
await until(Date.now() + seconds * 1000, (time) => times.push(time));
if (spans !== (state === 'traced' ? made : 0)) throw new Error(`${made} calls made ${spans} spans`);
console.log(times.join('\n'));
