import { expect, test } from 'vitest';
import { eventText } from '../../../src-preload/contract/event-texts.ts';
import { jobEvent } from '../../../src-preload/contract/jobs.ts';

test.each(jobEvent.options)('%s makes whole sentences, even where its facts are missing', (event) => {
  const text = eventText({ event, detail: {} });
  expect(text).toMatch(/^\S.*[.!]$/);
  expect(text).not.toMatch(/undefined|null|NaN/);
});

test('the facts of a line are told: who, how many, which file, and why', () => {
  expect(eventText({ event: 'paused', detail: { by: 'person' } })).toBe('Paused by you.');
  expect(eventText({ event: 'priority_changed', detail: { by: 'scheduler', from: 20, to: 0 } })).toBe(
    'Priority changed from 20 to 0 by scheduler.',
  );
  expect(eventText({ event: 'recovered', detail: { items: 1 } })).toContain(
    '1 item in the middle of work was',
  );
  expect(eventText({ event: 'started', detail: { attempt: 1, crashes: 1 } })).toContain('has ended once');
  expect(eventText({ event: 'parked', detail: { code: 'volume_away', detail: '/media/card' } })).toBe(
    'Waits for /media/card to come back.',
  );
  expect(eventText({ event: 'item_retried', detail: { ref: '/a.jpg', code: 'io_error' } })).toBe(
    '/a.jpg is tried again. The disk reported an error while this file was read or written.',
  );
  expect(eventText({ event: 'failed', detail: { code: 'bad_payload' } })).toContain('cannot be read');
});
