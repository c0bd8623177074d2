import { runCommand } from './run-command.ts';
import type { Report } from './setup-problem.ts';
import { findProgram, installSystemPackages } from './system-packages.ts';

/** What Chromium and GTK link to on Debian; the font is for machines that have none at all (text would be boxes). */
const LIBRARIES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libnotify4',
  'libxtst6',
  'xdg-utils',
  'fonts-dejavu-core',
];

/** Makes sure that the system has what Electron links to and, where `needsXvfb`, a display to draw on. */
export async function ensureSystemLibraries(
  executable: string,
  needsXvfb: boolean,
  report: Report,
): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = await missingLibraries(executable);
  const packages = missing.length > 0 ? [...LIBRARIES] : [];
  if (needsXvfb && findProgram('Xvfb') === null) packages.push('xvfb');
  if (packages.length === 0) return;
  const lacks =
    missing.length > 0
      ? `libraries that this system lacks (${some(missing)})`
      : 'Xvfb, as there is no display';
  await installSystemPackages(packages, `Electron needs ${lacks}`, report);
}

/** Names of shared libraries that the program links to and the system has not. */
async function missingLibraries(executable: string): Promise<string[]> {
  const { output } = await runCommand('ldd', [executable]);
  return [...output.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
}

function some(names: string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
