/**
 * Does `act` when the system or a terminal wants the process to end, in the place of whatever else would.
 *
 * A package listens for these signals before us, and ends the process at once; then Chromium takes the signals for itself.
 * One more listener would hear nothing: Node asks the system for a signal only when its first listener comes. So the
 * others go first.
 */
export function onSignal(act: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, act);
  }
}
