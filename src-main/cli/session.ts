import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import pino, { type Logger } from 'pino';
import type { contract } from '../../src-preload/contract/index.ts';
import { createRouter } from '../api/router.ts';
import { type App, createApp } from '../engine/app.ts';
import { askHolder, holderIn } from './held/ask-holder.ts';
import type { Holder } from './held/held-error.ts';
import { orInterrupted } from './interrupt.ts';
import { libraryNamed } from './named-path.ts';
import { resourcesDir } from './resources-dir.ts';

export type Client = ContractRouterClient<typeof contract>;

export interface Session {
  /** The same procedures that the window calls: in this very process, or in the one that holds the library. */
  client: Client;
  /** The program that holds the library, where that is another: it works on by itself, whoever waits. Else null. */
  holder: Holder | null;
}

interface Opening {
  create: boolean;
  /** Whether the queue is to run; commands that only look leave it alone. Whoever holds the library runs its own. */
  work: boolean;
  /** Whether scheduled work is started too: for commands that stay. Default false. */
  schedule?: boolean;
}

/**
 * Opens the library for one command, runs it, and gives the library back whatever happens. Where another program holds
 * it whose local API is on, that one is asked instead.
 */
export async function withLibrary<T>(
  root: string,
  opening: Opening,
  command: (session: Session) => Promise<T>,
): Promise<T> {
  const path = libraryNamed(root);
  try {
    return await withOwnLibrary(root, opening, ({ client }) => command({ client, holder: null }));
  } catch (error) {
    const holder = holderIn(error);
    if (holder === null) throw error;
    return await orInterrupted(async () => command({ client: await askHolder(path, holder), holder }));
  }
}

/** The same, in this process and no other: for commands that hold the library themselves. */
export async function withOwnLibrary<T>(
  root: string,
  { create, work, schedule = false }: Opening,
  command: (own: { app: App; client: Client }) => Promise<T>,
): Promise<T> {
  const path = libraryNamed(root);
  const app = await createApp({
    settingsFile: null,
    resourcesDir: resourcesDir(),
    log: openLog(),
    shell: null,
    program: 'safelight command line',
    schedule,
    ...(process.env.SAFELIGHT_SQLITE_BINDING ? { sqliteBinding: process.env.SAFELIGHT_SQLITE_BINDING } : {}),
  });
  try {
    return await orInterrupted(async () => {
      const client = createRouterClient(createRouter(app), { context: {} });
      // Opened through the procedure where the queue runs, so that its errors are the contract's.
      if (work) await client.library.open({ root: path, create });
      else await openForReading(app, client, path, create);
      return await command({ app, client });
    });
  } finally {
    await app.close();
  }
}

async function openForReading(app: App, client: Client, root: string, create: boolean): Promise<void> {
  try {
    await app.openLibrary(root, create, { work: false });
  } catch {
    // Said again through the procedure, which puts it into the contract's words.
    await client.library.open({ root, create });
  }
}

/** Silent unless asked: `SAFELIGHT_LOG=FILE` takes everything down. */
function openLog(): Logger {
  const file = process.env.SAFELIGHT_LOG;
  if (file === undefined) return pino({ level: 'silent' });
  mkdirSync(join(file, '..'), { recursive: true });
  return pino(
    { level: process.env.SAFELIGHT_LOG_LEVEL ?? 'info' },
    pino.destination({ dest: file, sync: true }),
  );
}
