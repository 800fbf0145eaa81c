import http from 'node:http';
import { readBody } from './body.mjs';
import { listen } from './listen.mjs';

/** How tests talk to the servers: schedule faults, say what functions answer, read what arrived, forget it. */
export function startControl({ faults, functions, journal, received }) {
  const routes = {
    'GET /faults': () => faults.list(),
    'POST /faults': async (req) => [].concat(JSON.parse(await readBody(req))).forEach((fault) => faults.schedule(fault)),
    'DELETE /faults': () => faults.clear(),
    'POST /functions': async (req) => functions.define(JSON.parse(await readBody(req))),
    'GET /requests': (req, query) => journal.list(query.get('service')),
    'DELETE /requests': () => journal.clear(),
    'GET /otlp/traces': () => received.list('traces'),
    'GET /otlp/metrics': () => received.list('metrics'),
    'GET /otlp/logs': () => received.list('logs'),
    'DELETE /otlp': () => received.clear(),
  };

  return listen(http.createServer(async (req, res) => {
    const { pathname, searchParams } = new URL(req.url, 'http://control');
    const route = routes[`${req.method} ${pathname}`];
    if (!route) return reply(res, 404, { error: 'no such route', routes: Object.keys(routes) });
    try {
      const result = await route(req, searchParams);
      return result === undefined ? reply(res, 204) : reply(res, 200, result);
    } catch (error) {
      return reply(res, 400, { error: error.message });
    }
  }));
}

function reply(res, status, content) {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(content && JSON.stringify(content));
}
