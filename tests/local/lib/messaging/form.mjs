/** The parameters of the query protocol as an object: `A.member.1.B=c` is { A: [{ B: 'c' }] }, `A.entry.1.Name=n` and `.Value` are a map. */
export function parseForm(text) {
  const root = {};
  for (const [path, value] of new URLSearchParams(text)) {
    const steps = path.split('.');
    let node = root;
    for (const step of steps.slice(0, -1)) node = node[step] ??= {};
    node[steps.at(-1)] = value;
  }
  return fold(root);
}

function fold(node) {
  if (typeof node !== 'object') return node;
  if (node.member) return Object.values(node.member).map(fold);
  if (node.entry) return Object.fromEntries(Object.values(node.entry).map((entry) => [entry.Name ?? entry.key, fold(entry.Value ?? entry.value)]));
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, fold(value)]));
}
