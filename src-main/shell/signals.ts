/**
 * Does `act` when the system or a terminal wants the process to end, in the place of whatever else would.
 *
 * Chromium takes these signals for itself, after Node has begun to listen for a package that was there before us (it ends
 * the process at once). So that of one listener more nothing would be heard: Node asks the system for a signal only when
 * it gets its first.
 */
export function onSignal(act: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, act);
  }
}
