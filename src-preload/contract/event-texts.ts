import type { JobEvent, JobLogLine } from './jobs.ts';
import { problemText } from './problem-texts.ts';

type Detail = JobLogLine['detail'];

const text = (detail: Detail, key: string): string => String(detail[key] ?? '');
const number = (detail: Detail, key: string): number => Number(detail[key] ?? 0);
const items = (count: number): string => (count === 1 ? '1 item' : `${count} items`);
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
const by = (detail: Detail): string => (detail.by === 'person' ? 'you' : text(detail, 'by') || 'Safelight');
const file = (detail: Detail): string => text(detail, 'ref') || 'A file';
/** The reason, as a sentence that follows another one. */
const why = (detail: Detail): string =>
  detail.code == null ? '' : ` ${problemText({ code: text(detail, 'code') }).sentence}`;

const SENTENCES: Record<JobEvent, (detail: Detail) => string> = {
  started: (detail) =>
    number(detail, 'crashes') > 0
      ? `Started again: Safelight has ended ${times(number(detail, 'crashes'))} in the middle of it.`
      : 'Started.',
  discovered: (detail) => `Found ${items(number(detail, 'items'))}.`,
  handed_back: () =>
    'Put back into the queue: it was paused, or Safelight was closed. Nothing of it is lost.',
  retry_scheduled: () => 'Waits a while before the items that are left are tried again.',
  parked: (detail) => `Waits for ${text(detail, 'detail') || 'a drive'} to come back.`,
  unparked: (detail) => `${text(detail, 'detail') || 'The drive'} is back.`,
  paused: (detail) => `Paused by ${by(detail)}.`,
  resumed: (detail) => `Resumed by ${by(detail)}.`,
  priority_changed: (detail) =>
    `Priority changed from ${text(detail, 'from')} to ${text(detail, 'to')} by ${by(detail)}.`,
  cancel_requested: (detail) => `Canceled by ${by(detail)}.`,
  recovered: (detail) =>
    `Safelight ended while it ran; ${items(number(detail, 'items'))} in the middle of work ${number(detail, 'items') === 1 ? 'was' : 'were'} put back.`,
  item_retried: (detail) => `${file(detail)} is tried again.${why(detail)}`,
  item_crashed: (detail) => `${file(detail)} is run again alone.${why(detail)}`,
  item_stalled: (detail) => `${file(detail)} is run again alone.${why(detail)}`,
  item_set_aside: (detail) => `${file(detail)} was set aside.${why(detail)}`,
  retried: (detail) => `${items(number(detail, 'items'))} put back to be tried again, by ${by(detail)}.`,
  completed: () => 'Completed.',
  failed: (detail) => (detail.code == null ? 'Ended, with failed items.' : `Failed.${why(detail)}`),
  canceled: () => 'Stopped. What was done stays done.',
};

/** What a line of a job's own log says, for the app and the command line. Names of files are in it as they are. */
export function eventText({ event, detail }: Pick<JobLogLine, 'event' | 'detail'>): string {
  return SENTENCES[event](detail);
}
