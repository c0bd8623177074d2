import { type InputHTMLAttributes, type Ref, useId } from 'react';
import { FieldNotes, type FieldNotesProps, notesId } from './field-notes.tsx';
import styles from './text-field.module.css';

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement>, FieldNotesProps {
  label: string;
  /** Read out only, where the surroundings say it already. */
  hideLabel?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({ label, hideLabel = false, className, hint, problem, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className={`${styles.field} ${className ?? ''}`}>
      <label>
        {!hideLabel && <span className={styles.label}>{label}</span>}
        <input
          type="text"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={notesId(id, { hint, problem })}
          {...rest}
          {...(hideLabel ? { 'aria-label': label } : {})}
          className={styles.input}
        />
      </label>
      <FieldNotes id={id} hint={hint} problem={problem} />
    </div>
  );
}
