import { mkdirSync } from 'node:fs';
import { createFront } from '../front.mjs';
import { listen } from '../listen.mjs';
import { startGrpc } from './grpc.mjs';
import { httpService } from './http.mjs';

export async function startOtlp(shared) {
  mkdirSync(shared.received.directory, { recursive: true });
  const grpc = await startGrpc(shared);
  const http = await listen(createFront(httpService(shared.received), shared));
  return {
    state: { grpcEndpoint: grpc.endpoint, httpEndpoint: http.endpoint, dataDirectory: shared.received.directory },
    close() {
      grpc.close();
      http.close();
    },
  };
}
