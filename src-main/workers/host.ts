import { HostTasks } from './host-tasks.ts';
import type { FromHost } from './messages.ts';
import { hostSettings, toHost } from './messages.ts';
import { toWireError } from './reply.ts';
import { createScratch } from './scratch.ts';

/**
 * The worker host: a plain Node child that holds the thread pools. It lives and dies with the engine that started
 * it: when the channel closes, however that came about, it ends what it started and goes.
 */
const settings = hostSettings.parse(JSON.parse(process.argv[2] ?? '{}'));
const scratch = createScratch();
const tasks = new HostTasks({ settings, scratch: scratch.path, send });

process.on('message', (raw: unknown) => {
  const message = toHost.safeParse(raw);
  if (!message.success) {
    send({
      type: 'log',
      level: 'error',
      message: `a message that is none of ours: ${message.error.message}`,
    });
    return;
  }
  const request = message.data;
  switch (request.type) {
    case 'run':
      tasks.run(request).catch((error: unknown) => {
        send({ type: 'failed', id: request.id, error: toWireError(error) });
      });
      return;
    case 'cancel':
      tasks.cancel(request.id);
      return;
    case 'ping':
      send({ type: 'pong' });
      return;
    case 'close':
      void end();
  }
});

// The parent is gone or has let go of us. A thread inside native code would hold up an orderly exit for as long as
// it likes, so there is a limit to it.
process.on('disconnect', () => {
  void end();
});
// Ctrl-C in a terminal reaches the whole process group; when to stop is the engine's decision.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {
  void end();
});

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1500).unref();
  try {
    await tasks.close();
  } finally {
    scratch.remove();
    process.exit(0);
  }
}

function send(message: FromHost): void {
  // Without a channel there is nobody left to tell.
  if (process.connected) process.send?.(message, undefined, {}, () => {});
}

send({ type: 'ready' });
