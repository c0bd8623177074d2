import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'safelight.desktop';

/** Where a Linux desktop looks for what to start at login, as the XDG specification has it. */
export function autostartFolder(env: NodeJS.ProcessEnv, home: string): string {
  const config = env.XDG_CONFIG_HOME;
  // A relative path is to be ignored, says the specification.
  return join(config?.startsWith('/') ? config : join(home, '.config'), 'autostart');
}

/** Whether the app is started at login. A person, or their desktop's settings, may have switched the entry off. */
export async function isInAutostart(folder: string): Promise<boolean> {
  try {
    const lines = (await readFile(join(folder, FILE), 'utf8')).split('\n').map((line) => line.trim());
    return !lines.includes('Hidden=true') && !lines.includes('X-GNOME-Autostart-enabled=false');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Written beside and renamed: a desktop that reads it meanwhile sees all of it or nothing. */
export async function addToAutostart(folder: string, command: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, FILE);
  await writeFile(`${path}.new`, autostartEntry(command));
  await rename(`${path}.new`, path);
}

export async function removeFromAutostart(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true });
}

/** @param command program and arguments */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Safelight',
    'Comment=Finishes background work of your photo library',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/**
 * One argument of an `Exec` line. Two layers, undone in this order by who reads it: escapes of the file format, then
 * quotes; `%` begins a field code.
 */
function quoted(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/g, (character) => `\\${character}`);
  const fieldless = inQuotes.replaceAll('%', '%%');
  const escaped = fieldless
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}
