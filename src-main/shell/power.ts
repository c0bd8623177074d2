import { powerMonitor } from 'electron';
import type { Logger } from 'pino';
import { runsOnBattery } from './linux-battery.ts';

/**
 * The system says that it woke up. The engine finds out by its clocks as well, but a second later; and what was due
 * meanwhile should not wait for that.
 */
export function onWakeUp(act: () => void): void {
  powerMonitor.on('resume', act);
}

/** The session ends. Windows tells its windows instead. */
export function onShutdown(act: () => void): void {
  powerMonitor.on('shutdown', act);
}

/** How often Linux is asked: it tells nobody. */
const LOOK_EVERY_MS = 30_000;

/** Says whether the machine runs on its battery, now and whenever that changes. Resolves when it has said so once. */
export async function watchBattery(tell: (onBattery: boolean) => void, log: Logger): Promise<void> {
  let before: boolean | null = null;
  const say = (onBattery: boolean): void => {
    if (onBattery === before) return;
    before = onBattery;
    log.info({ onBattery }, 'power');
    tell(onBattery);
  };
  if (process.platform === 'linux') {
    setInterval(async () => say(await runsOnBattery()), LOOK_EVERY_MS).unref();
    say(await runsOnBattery());
    return;
  }
  powerMonitor.on('on-battery', () => say(true));
  powerMonitor.on('on-ac', () => say(false));
  say(powerMonitor.isOnBatteryPower());
}
