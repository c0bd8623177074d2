import { useEffect, useId, useRef } from 'react';
import { IconButton } from '../../ui/button.tsx';
import type { Common } from './common.ts';
import styles from './draft-field.module.css';
import { useDraft } from './use-draft.ts';

interface DraftFieldProps {
  label: string;
  common: Common;
  /** What stands there while nothing is said. */
  placeholder?: string;
  /** Small, below it. */
  note?: string | undefined;
  /** Of several lines. */
  lines?: boolean;
  maxLength: number;
  /** What was typed; a sentence where it cannot be taken, else whether it was stored. */
  save(typed: string): string | Promise<boolean>;
  /** Takes what they say away, though it is not the same. */
  clear?: { label: string; act(): void } | undefined;
  testId: string;
}

/** One field of a photo, or of several: where they differ it says so, and what is typed then counts for all of them. */
export function DraftField(props: DraftFieldProps) {
  const { label, common, placeholder = '', note, lines = false, maxLength, save, clear, testId } = props;
  const draft = useDraft({ shown: common.text, save, lines });
  const id = useId();
  const reason = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The last field stands at the lower edge of the panel, and what is wrong with it would be below that.
    if (draft.problem !== null) reason.current?.scrollIntoView({ block: 'nearest' });
  }, [draft.problem]);
  const input = {
    id,
    className: styles.input,
    value: draft.value,
    placeholder: common.differs ? 'Several values' : placeholder,
    maxLength,
    spellCheck: false,
    autoComplete: 'off',
    'aria-invalid': draft.problem !== null || undefined,
    'aria-describedby': draft.problem !== null || note !== undefined ? `${id}-note` : undefined,
    'data-testid': testId,
    'data-open': draft.isOpen || undefined,
    onBlur: draft.onBlur,
    onKeyDown: draft.onKeyDown,
  } as const;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {lines ? (
        <textarea {...input} rows={3} onChange={(event) => draft.type(event.target.value)} />
      ) : (
        <input {...input} type="text" onChange={(event) => draft.type(event.target.value)} />
      )}
      {clear !== undefined && common.differs && !draft.isOpen && (
        <IconButton
          icon="close"
          size="small"
          className={styles.clear}
          label={clear.label}
          onClick={() => {
            clear.act();
            // The button goes with what it took away.
            document.getElementById(id)?.focus();
          }}
        />
      )}
      {draft.problem !== null ? (
        <p ref={reason} id={`${id}-note`} className={styles.problem} role="alert">
          {draft.problem}
        </p>
      ) : (
        note !== undefined && (
          <p id={`${id}-note`} className={styles.note}>
            {note}
          </p>
        )
      )}
    </div>
  );
}
