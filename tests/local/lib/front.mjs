import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * The HTTP server before each service: writes down every request and lets a scheduled fault answer instead.
 * A service has: name, describe(req), stamp(res), errorReply(code, message), handle(req, res, call).
 */
export function createFront(service, { faults, journal }) {
  return http.createServer(async (req, res) => {
    const call = { service: service.name, method: req.method, path: req.url, ...service.describe(req) };
    const entry = journal.add(call, req.headers);
    res.on('finish', () => { entry.status = res.statusCode; });
    res.on('close', () => { entry.aborted = !res.writableFinished; });

    try {
      service.stamp(res);
      const fault = faults.take(call);
      if (fault?.delayMs) await delay(fault.delayMs);
      if (res.destroyed) return;
      if (fault?.disconnect) req.destroy();
      else if (fault?.status) answer(fault, service, req, res);
      else await service.handle(req, res, call);
    } catch (error) {
      // A client that went away is nobody's mistake.
      if (!res.destroyed) console.error(error);
      if (res.headersSent) res.destroy();
      else res.writeHead(500).end();
    }
  });
}

function answer(fault, service, req, res) {
  req.resume();
  const reply = fault.errorCode ? service.errorReply(fault.errorCode, fault.errorMessage ?? fault.errorCode) : { body: fault.body ?? '' };
  res.writeHead(fault.status, { ...reply.headers, ...fault.headers });
  res.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
}
