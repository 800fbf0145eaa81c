import { parseArgs } from 'node:util';

export const partNames = ['s3', 'dynamodb', 'sqs', 'sns', 'lambda', 'otlp'];

const usage = 'usage: node start.mjs --state <file.json> [--only s3,dynamodb,sqs,sns,lambda,otlp] [--data <dir>] [--parent <pid>] [--stay]';

export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        state: { type: 'string' },
        only: { type: 'string', default: partNames.join(',') },
        data: { type: 'string' },
        parent: { type: 'string' },
        stay: { type: 'boolean', default: false },
      },
    });
    return check({ ...values, only: values.only.split(','), parent: values.parent && Number(values.parent) });
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

function check(options) {
  if (!options.state) throw new Error('--state is missing');
  const unknown = options.only.filter((name) => !partNames.includes(name));
  if (unknown.length) throw new Error(`--only has no part named ${unknown.join(', ')}`);
  if (options.parent !== undefined && !Number.isInteger(options.parent)) throw new Error('--parent takes a process id');
  return options;
}
