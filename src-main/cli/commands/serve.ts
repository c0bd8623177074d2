import type { Command } from 'commander';
import { PROBLEMS } from '../../../src-preload/contract/problem-texts.ts';
import type { App } from '../../engine/app.ts';
import { toAppError } from '../../files/app-error.ts';
import { type LocalServer, startServer } from '../../serve/server.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { printJson, printLine, printNote } from '../output.ts';
import { withOwnLibrary } from '../session.ts';

interface ServeCommandOptions {
  port: string;
  json?: true;
}

/** `serve`: the library for other programs of this machine, until Ctrl-C. Its work goes on meanwhile. */
export function serveCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('serve')
    .description('let other programs of this machine use the library over HTTP, until Ctrl-C')
    .argument('<library>', 'folder of the library')
    .option('--port <number>', 'the port of 127.0.0.1 to listen on; 0 takes a free one', '0')
    .option('--json', 'print one JSON document')
    .action(async (library: string, options: ServeCommandOptions) => {
      const port = portOf(options.port);
      await withOwnLibrary(library, { create: false, work: true, schedule: true }, async ({ app }) => {
        // Heard from here on: what comes while it starts must not be lost.
        const asked = stopAsked();
        const server = await start(app, port);
        const { url, token } = server;
        if (options.json) printJson({ url, token, openapi: `${url}/openapi.json` });
        else {
          printLine(`Serving ${library} at ${url}/api`);
          printLine(`Token: ${token}`);
          printNote('Ctrl-C stops it. docs/api.md tells what can be asked.');
        }
        await asked;
        await server.stop();
      });
      exit(EXIT.done);
    });
}

async function start(app: App, port: number): Promise<LocalServer> {
  try {
    return await startServer({ app, port, token: process.env.SAFELIGHT_TOKEN || undefined });
  } catch (error) {
    const { code } = toAppError(error);
    if (code !== 'port_taken' && code !== 'token_too_short') throw error;
    throw new UsageError(PROBLEMS[code]?.sentence ?? code);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port takes a number from 0 to 65535, not "${text}".`);
}

/** The first Ctrl-C, or a request to end, stops it in order. A second Ctrl-C ends the process, and nothing is lost. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
