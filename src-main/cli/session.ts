import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import pino, { type Logger } from 'pino';
import { type AppRouter, createRouter } from '../api/router.ts';
import { type App, createApp } from '../engine/app.ts';
import { resourcesDir } from './resources-dir.ts';

export type Client = RouterClient<AppRouter>;

export interface Session {
  app: App;
  /** The same procedures that the window calls, in this very process. */
  client: Client;
}

/**
 * Opens the library for one command, runs it, and gives the library back whatever happens.
 * @param work whether the queue is to run; commands that only look leave it alone
 * @param schedule whether scheduled work is started too: for commands that stay. Default false
 */
export async function withLibrary<T>(
  root: string,
  options: { create: boolean; work: boolean; schedule?: boolean },
  command: (session: Session) => Promise<T>,
): Promise<T> {
  const app = await createApp({
    settingsFile: null,
    resourcesDir: resourcesDir(),
    log: openLog(),
    shell: null,
    program: 'safelight command line',
    schedule: options.schedule ?? false,
    ...(process.env.SAFELIGHT_SQLITE_BINDING ? { sqliteBinding: process.env.SAFELIGHT_SQLITE_BINDING } : {}),
  });
  try {
    const client = createRouterClient(createRouter(app), { context: {} });
    // Opened through the procedure where the queue runs, so that its errors are the contract's.
    if (options.work) await client.library.open({ root: resolve(root), create: options.create });
    else await openForReading(app, client, resolve(root), options.create);
    return await command({ app, client });
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
