import type { Task } from '../../src-preload/contract/tasks.ts';

const WIDTH = 28;
/** A bar below that says nothing. */
const SHORTEST = 6;
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
        stream.write(`\r\u001b[K${fitted(line, stream.columns ?? 80, done, total)}`);
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

/** The words matter more than the bar: it takes the room that they leave, and a line too long would wrap at each update. */
export function fitted(line: string, columns: number, done?: number, total?: number): string {
  const room = Math.min(WIDTH, columns - line.length - '[] '.length - 1);
  return `${room < SHORTEST ? '' : bar(room, done, total)}${line}`.slice(0, Math.max(1, columns - 1));
}

function bar(width: number, done: number | undefined, total: number | undefined): string {
  if (done === undefined || total === undefined || total === 0) return '';
  const filled = Math.round(Math.min(1, done / total) * width);
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] `;
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
