const known = new Set(['name', 'answer', 'version', 'error', 'log']);

/** What the functions answer: no code of theirs runs here. */
export class Functions {
  #byName = new Map();

  define(definition) {
    // A misspelt field would be a function that answers something else.
    const unknown = Object.keys(definition).filter((field) => !known.has(field));
    if (unknown.length) throw new Error(`a function has no field named ${unknown.join(', ')}`);
    if (!definition.name) throw new Error('a function needs a name');
    this.#byName.set(definition.name, { answer: null, version: '$LATEST', log: '', ...definition });
  }

  find(name) {
    return this.#byName.get(name);
  }
}
