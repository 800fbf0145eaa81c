import { appendFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { addBounded } from '../bounded.mjs';

/**
 * The telemetry that arrived. In memory with how it came; on disk the bare OTLP JSON, one export request a line,
 * which is what the Collector's file exporter writes.
 */
export class Received {
  #exports = empty();

  constructor(directory) {
    this.directory = directory;
  }

  add(signal, { transport, contentEncoding, headers, request }) {
    // Synchronous: the lines are in the order of arrival, and there before the sender has its answer.
    appendFileSync(this.#file(signal), `${JSON.stringify(request)}\n`);
    addBounded(this.#exports[signal], { time: new Date().toISOString(), transport, contentEncoding, headers, request });
  }

  list(signal) {
    return this.#exports[signal];
  }

  clear() {
    Object.keys(this.#exports).forEach((signal) => rmSync(this.#file(signal), { force: true }));
    this.#exports = empty();
  }

  #file(signal) {
    return path.join(this.directory, `${signal}.jsonl`);
  }
}

const empty = () => ({ traces: [], metrics: [], logs: [] });
