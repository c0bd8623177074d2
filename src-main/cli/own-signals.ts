/**
 * A package that we use listens for these signals too, and sends the process the same one again: a first Ctrl-C would
 * count as the second. Before any command listens, whoever else does is sent away.
 */
export function keepSignalsForOurselves(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeAllListeners(signal);
}
