import styles from './field-notes.module.css';
import { Icon } from './icon.tsx';

export interface FieldNotesProps {
  /** What may be typed. Read out with the field. */
  hint?: string | undefined;
  /** What is wrong with what was typed. Spoken when it appears, and read out with the field. */
  problem?: string | undefined;
}

/** What a field says of itself: for its `aria-describedby`. Undefined where it says nothing. */
export function notesId(id: string, { hint, problem }: FieldNotesProps): string | undefined {
  return hint === undefined && problem === undefined ? undefined : `${id}-notes`;
}

/** Below a field: what is wrong with it, or else what may be typed. */
export function FieldNotes({ id, hint, problem }: FieldNotesProps & { id: string }) {
  if (hint === undefined && problem === undefined) return null;
  return (
    <p id={`${id}-notes`} className={problem === undefined ? styles.hint : styles.problem}>
      {problem !== undefined && <Icon name="failed" size={14} />}
      {problem ?? hint}
    </p>
  );
}
