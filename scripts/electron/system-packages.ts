import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { lastLines, runCommand } from './run-command.ts';
import { type Report, SetupProblem } from './setup-problem.ts';

/**
 * Sees to packages of the system: installs them where we are root on Debian or its kin, else says which one command
 * would and stops. `why` completes the sentence "… needs".
 */
export async function installSystemPackages(packages: string[], why: string, report: Report): Promise<void> {
  if (!existsSync('/usr/bin/apt-get')) {
    throw new SetupProblem(`${why}. On Debian the packages are called:\n  ${packages.join(' ')}`);
  }
  if (process.getuid?.() !== 0) {
    throw new SetupProblem(`${why}. This command installs it:\n  ${installCommand(packages)}`);
  }
  report(`${why}; installing ${packages.join(' ')} ...`);
  // A new machine has no package lists, and old lists name files that the mirrors have dropped.
  await apt(['update'], packages, why);
  await apt(['install', '-y', '--no-install-recommends', ...(await asNamedHere(packages))], packages, why);
}

const installCommand = (packages: string[]): string =>
  `sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}`;

async function apt(args: string[], packages: string[], why: string): Promise<void> {
  const result = await runCommand('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeoutMs: 15 * 60_000,
  });
  if (result.code === 0) return;
  throw new SetupProblem(
    `${why}, and "apt-get ${args[0]}" failed:\n${lastLines(result.output)}\nTry:\n  ${installCommand(packages)}`,
  );
}

/** Ubuntu 24.04 and Debian 13 renamed some libraries (`libgtk-3-0t64`) for 64-bit time. */
async function asNamedHere(packages: string[]): Promise<string[]> {
  return Promise.all(
    packages.map(async (name) => {
      const renamed = await runCommand('apt-cache', ['show', '--no-all-versions', `${name}t64`]);
      return renamed.code === 0 ? `${name}t64` : name;
    }),
  );
}

/** Full path of a program on PATH, or null. */
export function findProgram(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}
