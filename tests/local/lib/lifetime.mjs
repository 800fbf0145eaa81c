/** Resolves when it is time to end: a signal, the end of standard input, or the death of the parent. */
export function untilTold({ stay, parent }) {
  return new Promise((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
    if (!stay) {
      process.stdin.on('end', resolve).on('close', resolve).on('error', resolve);
      process.stdin.resume();
    }
    if (parent !== undefined) setInterval(() => isAlive(parent) || resolve(), 1000);
  });
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It exists and belongs to somebody else.
    return error.code === 'EPERM';
  }
}
