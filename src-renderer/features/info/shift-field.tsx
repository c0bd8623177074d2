import { type KeyboardEvent, useId, useState } from 'react';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { plural } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { readShift, shiftedTime, shiftText } from '../../lib/format/taken.ts';
import { takenText } from '../../lib/format/time.ts';
import { Button } from '../../ui/button.tsx';
import styles from './draft-field.module.css';
import { useShiftDraft } from './shift-draft.ts';

interface ShiftFieldProps {
  /** Ids of the photos that it is typed for, in a row. */
  who: string;
  photos: readonly Photo[];
  onShift(seconds: number): void;
}

/**
 * Adds to the time of each photo: a camera whose clock was wrong. It is an act and no value, so it is done by Enter or its
 * button alone, never by leaving the field; what is typed is there again for the same photos.
 */
export function ShiftField({ who, photos, onShift }: ShiftFieldProps) {
  const [typed, setTyped] = useShiftDraft(who);
  const [refused, setRefused] = useState(false);
  const id = useId();
  const seconds = readShift(typed);
  const timed = photos.filter(({ takenAt }) => takenAt !== null);
  const [first] = timed;
  const act = () => {
    if (typed.trim() === '') return;
    setRefused(!seconds);
    if (!seconds) return;
    onShift(seconds);
    setTyped('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      act();
    } else if (event.key === 'Escape' && typed !== '') {
      event.preventDefault();
      event.stopPropagation();
      setTyped('');
      setRefused(false);
    }
  };
  if (first?.takenAt == null) return null;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        Clock was wrong: shift by h:mm:ss
      </label>
      <div className={styles.withButton}>
        <input
          id={id}
          type="text"
          className={styles.input}
          value={typed}
          placeholder="1:00:00 or -0:05"
          maxLength={30}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={refused || undefined}
          aria-describedby={`${id}-note`}
          data-testid="info-shift"
          data-open={typed !== '' || undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            setRefused(false);
          }}
          onKeyDown={onKeyDown}
        />
        <Button size="small" disabled={!seconds} data-testid="info-shift-do" onClick={act}>
          Shift
        </Button>
      </div>
      <p
        id={`${id}-note`}
        className={refused ? styles.problem : styles.note}
        role={refused ? 'alert' : undefined}
      >
        {refused
          ? 'Write hours, minutes and seconds, as in 1:30:00, or -0:05 for five minutes back.'
          : seconds !== null && seconds !== 0
            ? `${plural(timed.length, 'photo')} ${shiftText(seconds)}: ${shownPath(first.name)} becomes ${takenText(shiftedTime(first.takenAt, seconds), null)}`
            : null}
      </p>
    </div>
  );
}
