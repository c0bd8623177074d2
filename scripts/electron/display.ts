import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { SetupProblem } from './setup-problem.ts';
import { findProgram } from './system-packages.ts';

export interface Display {
  /** Environment that a program needs to draw on it. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** Whether windows can be shown to somebody here. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** A display in memory (Xvfb), a child of ours that ends with `close` or with us. It chooses its own number. */
export async function startVirtualDisplay(size = '1600x1000'): Promise<Display> {
  const args = ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset'];
  const child = spawn(findProgram('Xvfb') ?? 'Xvfb', args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // Out of the terminal's process group: Ctrl-C would end it at once, under an app that is still closing in order.
    detached: true,
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const number = await new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => reject(new SetupProblem(`Xvfb does not start (${why}):\n${said}`));
    const limit = setTimeout(() => fail('no answer for 20 s'), 20_000);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`exit ${code}`));
    let text = '';
    (child.stdio[3] as Socket).on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      clearTimeout(limit);
      resolve(text.trim());
    });
  });
  const killWithUs = (): void => {
    child.kill();
  };
  process.once('exit', killWithUs);
  // A display must not keep alive a script that has nothing else left to do.
  child.unref();
  for (const stream of [child.stderr, child.stdio[3]]) (stream as Socket).unref();
  return {
    env: { DISPLAY: `:${number}` },
    async close() {
      process.off('exit', killWithUs);
      child.ref();
      child.kill();
      await closed;
    },
  };
}
