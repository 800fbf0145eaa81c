import { promisify } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { toOtlpJson } from './json.mjs';
import { signals } from './signals.mjs';

/** OTLP over plaintext HTTP/2. grpc-js has already undone any compression when the bytes get here. */
export async function startGrpc(shared) {
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  signals.forEach((signal) => addSignal(server, signal, shared));
  const port = await promisify(server.bindAsync.bind(server))('127.0.0.1:0', ServerCredentials.createInsecure());
  return { endpoint: `http://127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

function addSignal(server, signal, shared) {
  const method = {
    path: signal.grpcPath,
    requestStream: false,
    responseStream: false,
    requestDeserialize: (bytes) => toOtlpJson(signal, bytes),
    responseSerialize: () => Buffer.alloc(0),
  };
  server.addService({ export: method }, { export: (call, reply) => receive(signal, shared, call, reply) });
}

async function receive(signal, { faults, journal, received }, call, reply) {
  const headers = call.metadata.getMap();
  const description = { service: 'otlp', transport: 'grpc', method: 'POST', path: signal.grpcPath, operation: signal.name };
  const entry = journal.add(description, headers);
  call.on('cancelled', () => { entry.aborted = true; });

  const fault = faults.take(description);
  if (fault?.delayMs) await delay(fault.delayMs);
  if (call.cancelled) return;
  if (fault && (fault.grpcStatus ?? fault.status)) {
    entry.status = fault.grpcStatus ?? status.UNAVAILABLE;
    reply({ code: entry.status, details: fault.errorMessage ?? 'scheduled fault' });
    return;
  }
  // grpc-js keeps the encoding to itself.
  received.add(signal.name, { transport: 'grpc', contentEncoding: null, headers, request: call.request });
  entry.status = status.OK;
  reply(null, {});
}
