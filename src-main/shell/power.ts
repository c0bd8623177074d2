import { powerMonitor } from 'electron';

/**
 * The system says that it woke up. The engine finds out by its clocks as well, but a second later; and what was due
 * meanwhile should not wait for that.
 */
export function onWakeUp(act: () => void): void {
  powerMonitor.on('resume', act);
}
