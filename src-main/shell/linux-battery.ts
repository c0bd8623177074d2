import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the kernel tells of chargers and batteries. */
export const POWER_SUPPLIES = '/sys/class/power_supply';

/**
 * Whether this machine runs on its battery. Electron does not tell on Linux. True only where a battery is being drained
 * and no charger is connected: a machine without a battery, or one of which nothing is known, is never held up by it.
 */
export async function runsOnBattery(folder = POWER_SUPPLIES): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    return false; // No such folder: a container, or a kernel without power supplies.
  }
  const supplies = await Promise.all(names.map((name) => readSupply(join(folder, name))));
  const charging = supplies.some(({ type, online }) => type !== 'Battery' && online === '1');
  // `Device`: the battery of a mouse or a keyboard.
  const draining = supplies.some(
    ({ type, scope, status }) => type === 'Battery' && scope !== 'Device' && status === 'Discharging',
  );
  return draining && !charging;
}

interface Supply {
  type: string;
  scope: string;
  status: string;
  online: string;
}

async function readSupply(folder: string): Promise<Supply> {
  const read = async (name: string): Promise<string> => {
    try {
      return (await readFile(join(folder, name), 'utf8')).trim();
    } catch {
      return ''; // Not every supply has every file, and one that was unplugged has none.
    }
  };
  const [type, scope, status, online] = await Promise.all(
    ['type', 'scope', 'status', 'online'].map((name) => read(name)),
  );
  return { type: type ?? '', scope: scope ?? '', status: status ?? '', online: online ?? '' };
}
