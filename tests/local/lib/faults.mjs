const equal = ['service', 'transport', 'method', 'operation'];
const known = new Set([
  ...equal, 'pathContains', 'count',
  'delayMs', 'disconnect', 'status', 'headers', 'body', 'errorCode', 'errorMessage', 'grpcStatus',
]);

/** What goes wrong next: each fault waits for `count` matching requests, the oldest fault first. */
export class Faults {
  #scheduled = [];

  schedule(fault) {
    // A misspelt field would make a fault that matches everything.
    const unknown = Object.keys(fault).filter((field) => !known.has(field));
    if (unknown.length) throw new Error(`a fault has no field named ${unknown.join(', ')}`);
    if (!fault.service) throw new Error('a fault needs a service');
    this.#scheduled.push({ count: 1, ...fault });
  }

  take(call) {
    const fault = this.#scheduled.find((candidate) => matches(candidate, call));
    if (fault && --fault.count <= 0) this.#scheduled.splice(this.#scheduled.indexOf(fault), 1);
    return fault;
  }

  list() {
    return this.#scheduled;
  }

  clear() {
    this.#scheduled = [];
  }
}

function matches(fault, call) {
  return equal.every((field) => fault[field] === undefined || fault[field] === call[field])
    && (fault.pathContains === undefined || call.path.includes(fault.pathContains));
}
