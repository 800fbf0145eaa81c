const limit = 20_000;

/** Adds to a list that forgets its oldest entries. */
export function addBounded(list, entry) {
  list.push(entry);
  if (list.length > limit) list.shift();
  return entry;
}
