import type { Task } from '../../src-preload/contract/tasks.ts';

const WIDTH = 28;
/** Without a terminal, one line in so many milliseconds. */
const PLAIN_EVERY_MS = 2000;

export interface Progress {
  update(line: string, done?: number, total?: number): void;
  end(): void;
}

/** A bar on a terminal, plain lines elsewhere; always on stderr, so that stdout stays a document. */
export function openProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let toldAt = 0;
  let drawn = false;
  return {
    update(line, done, total) {
      const now = Date.now();
      if (stream.isTTY) {
        drawn = true;
        stream.write(`\r\u001b[K${bar(done, total)}${line}`.slice(0, (stream.columns ?? 80) + 4));
      } else if (now - toldAt >= PLAIN_EVERY_MS) {
        toldAt = now;
        stream.write(`${line}\n`);
      }
    },
    end() {
      if (drawn) stream.write('\r\u001b[K');
    },
  };
}

function bar(done: number | undefined, total: number | undefined): string {
  if (done === undefined || total === undefined || total === 0) return '';
  const filled = Math.round((done / total) * WIDTH);
  return `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] `;
}

export function taskLine(task: Task): string {
  const { processed, total, failed, skipped } = task.progress;
  const parts = [`${task.label}: ${processed} of ${total}`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (failed > 0) parts.push(`${failed} failed`);
  if (task.eta !== null) parts.push(`${seconds(task.eta.lowMs)}–${seconds(task.eta.highMs)} left`);
  return parts.join(', ');
}

function seconds(ms: number): string {
  const s = Math.max(1, Math.round(ms / 1000));
  return s < 90 ? `${s} s` : `${Math.round(s / 60)} min`;
}
