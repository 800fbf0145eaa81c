import { randomUUID } from 'node:crypto';
import { readBody } from '../body.mjs';
import { createFront } from '../front.mjs';
import { listen } from '../listen.mjs';
import { ServiceError } from '../service-error.mjs';

const longestContext = 3583;
const statuses = { ResourceNotFoundException: 404, InvalidRequestContentException: 400 };
const invocation = /^\/2015-03-31\/functions\/([^/]+)\/invocations(\?|$)/;

/** Invoke of Lambda by its REST protocol: functions that answer what the control endpoint was told. */
export async function startLambda(shared) {
  const { functions } = shared;

  function invoke(path, headers, payload) {
    const [, name] = invocation.exec(path) ?? [];
    const called = name && functions.find(nameOf(decodeURIComponent(name)));
    if (!called) throw new ServiceError('ResourceNotFoundException', 'Function not found');
    check(headers['x-amz-client-context'], payload);
    switch (headers['x-amz-invocation-type']) {
      case 'Event': return { status: 202, headers: {}, body: '' };
      case 'DryRun': return { status: 204, headers: {}, body: '' };
      default: return answer(called, headers['x-amz-log-type'] === 'Tail');
    }
  }

  const service = {
    name: 'lambda',
    describe: (req) => ({ operation: req.method === 'POST' && invocation.test(req.url) ? 'Invoke' : undefined }),
    stamp: (res) => res.setHeader('x-amzn-RequestId', randomUUID()),
    errorReply: (code, message) => ({ headers: { 'content-type': 'application/json', 'x-amzn-ErrorType': code }, body: { Type: 'User', Message: message } }),
    async handle(req, res) {
      const payload = (await readBody(req)).toString();
      try {
        const { status, headers, body } = invoke(req.url, req.headers, payload);
        res.writeHead(status, headers).end(body);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        const { headers, body } = this.errorReply(error.code, error.message);
        res.writeHead(statuses[error.code], headers).end(JSON.stringify(body));
      }
    },
  };

  const { endpoint, close } = await listen(createFront(service, shared));
  return { state: { endpoint }, close };
}

/** Of a name, a partial ARN or an ARN, with a qualifier or without. */
function nameOf(text) {
  const parts = text.split(':');
  const at = parts.indexOf('function');
  return at < 0 ? parts[0] : parts[at + 1];
}

function check(context, payload) {
  if (context !== undefined && (context.length > longestContext || !isJson(Buffer.from(context, 'base64')))) throw new ServiceError('InvalidRequestContentException', 'Client context must be a valid Base64-encoded JSON object.');
  if (payload && !isJson(payload)) throw new ServiceError('InvalidRequestContentException', 'Could not parse request body into json');
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function answer({ answer: body, version, error, log }, wantsLog) {
  const headers = { 'content-type': 'application/json', 'X-Amz-Executed-Version': version };
  if (error) headers['X-Amz-Function-Error'] = error;
  if (wantsLog) headers['X-Amz-Log-Result'] = Buffer.from(log).toString('base64');
  return { status: 200, headers, body: JSON.stringify(body) };
}
