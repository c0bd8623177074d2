import type { Photo } from '../../../src-preload/contract/photos.ts';
import { readTime, storedTime } from '../../lib/format/taken.ts';
import { takenText } from '../../lib/format/time.ts';
import type { Description } from '../culling/description.ts';
import { commonText, SAYS } from './common.ts';
import { DraftField } from './draft-field.tsx';
import { ShiftField } from './shift-field.tsx';

interface TimeFieldsProps {
  /** Ids of the photos, in a row. */
  who: string;
  photos: readonly Photo[];
  say(said: Description): Promise<boolean>;
}

/** When it was taken: a time for all of them, or, where a camera's clock was wrong, by how much to put it right. */
export function TimeFields({ who, photos, say }: TimeFieldsProps) {
  return (
    <>
      <DraftField
        label="Time taken"
        placeholder="2025-06-01 12:00:00 +02:00"
        common={commonText(photos, SAYS.time)}
        note={offsetNote(photos)}
        maxLength={60}
        save={(typed) => {
          const time = readTime(typed);
          if (typed.trim() === '') return 'A photo keeps its time. Write another one, or press Escape.';
          if (time === null)
            return 'This is no time. Write it as 2025-06-01 12:00:00, with +02:00 behind it where the offset is known.';
          return say({ takenAt: storedTime(time) });
        }}
        testId="info-time"
      />
      <ShiftField who={who} photos={photos} onShift={(shiftSeconds) => void say({ shiftSeconds })} />
    </>
  );
}

/** An offset that nobody wrote down is no statement of the photo, but good to know. */
function offsetNote([photo, ...others]: readonly Photo[]): string | undefined {
  if (photo?.takenAt == null || others.length > 0) return undefined;
  const { takenAt, takenOffsetMinutes, takenOffsetSource } = photo;
  return takenOffsetSource === null || takenOffsetSource === 'tag'
    ? undefined
    : `Worked out from the GPS time: ${takenText(takenAt, takenOffsetMinutes)}`;
}
