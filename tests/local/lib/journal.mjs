import { addBounded } from './bounded.mjs';

/** The requests that arrived, in order; one without a status is still being answered. */
export class Journal {
  #entries = [];

  add(call, headers) {
    return addBounded(this.#entries, { ...call, headers: { ...headers }, time: new Date().toISOString(), status: null, aborted: false });
  }

  list(service) {
    return this.#entries.filter((entry) => !service || entry.service === service);
  }

  clear() {
    this.#entries = [];
  }
}
