import { describe, expect, it } from 'vitest';
import type { QueuePause, WaitingFor } from '../../../src-preload/contract/jobs.ts';
import { waitingFor } from '../../../src-preload/contract/jobs.ts';
import {
  actorText,
  allPausedText,
  askedByOther,
  askedText,
  pausedText,
  waitingText,
} from '../../../src-renderer/lib/texts/waiting.ts';

const NOW = new Date(2026, 10, 24, 14, 3, 22).getTime();
const YESTERDAY = new Date(2026, 10, 23, 9, 30).getTime();

describe('what work waits for', () => {
  it('has a sentence of its own for each reason', () => {
    const reasons = waitingFor.shape.reason.options;
    const texts = reasons.map((reason: WaitingFor['reason']) => waitingText({ reason }, NOW));
    expect(new Set(texts).size).toBe(reasons.length);
  });

  it('names the place of a drive, and the time of a try', () => {
    expect(waitingText({ reason: 'volume', detail: '/media/card' }, NOW)).toContain('/media/card');
    expect(waitingText({ reason: 'volume', detail: '/media/a\nb' }, NOW)).toContain('/media/a␊b');
    expect(waitingText({ reason: 'time', until: NOW + 12_000 }, NOW)).toContain('in 12 s');
    expect(waitingText({ reason: 'time', until: NOW - 1 }, NOW)).toContain('about to');
  });

  it('says who paused it and since when, with the day where it was not today', () => {
    expect(pausedText({ by: 'person', at: NOW }, NOW)).toBe('Paused by you since 14:03');
    expect(pausedText({ by: 'battery', at: YESTERDAY }, NOW)).toBe(
      'Paused by Safelight on battery since 23 Nov 09:30',
    );
  });
});

describe('who asked for it', () => {
  it.each([
    ['person', 'you'],
    ['app', 'you'],
    ['scheduler', 'the schedule'],
    ['safelight command line', 'the command line'],
    ['my script', 'my script'],
    ['', 'Safelight'],
  ])('%s is told as %s', (by, told) => {
    expect(actorText(by)).toBe(told);
  });

  it('is said on the row only where it was somebody else, and always in the details', () => {
    expect(askedByOther({ requestedBy: 'app' })).toBeNull();
    expect(askedByOther({ requestedBy: 'scheduler' })).toBe('asked for by the schedule');
    expect(askedText({ requestedBy: 'app', createdAt: NOW }, NOW)).toBe('Asked for by you, 14:03');
  });
});

describe('a pause of everything', () => {
  const by = (owner: string, reason = ''): QueuePause => ({ owner, reason, at: NOW });
  it.each<[string, QueuePause[] | undefined, string | null]>([
    ['nothing is known yet', undefined, null],
    ['work goes on', [], null],
    ['you paused it', [by('person')], 'All work is paused by you since 14:03.'],
    ['it has a reason', [by('person', 'a talk')], 'All work is paused by you since 14:03 (a talk).'],
    [
      'several hold it back',
      [by('person'), by('battery')],
      'All work is paused by you since 14:03 and by Safelight on battery since 14:03.',
    ],
  ])('where %s', (_case, pauses, text) => {
    expect(allPausedText(pauses && { pauses }, NOW)).toBe(text);
  });
});
