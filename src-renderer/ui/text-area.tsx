import { type TextareaHTMLAttributes, useId } from 'react';
import { FieldNotes, type FieldNotesProps, notesId } from './field-notes.tsx';
import styles from './text-field.module.css';

interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement>, FieldNotesProps {
  label: string;
}

/** A field of several lines. */
export function TextArea({ label, className, hint, problem, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <div className={`${styles.field} ${className ?? ''}`}>
      <label>
        <span className={styles.label}>{label}</span>
        <textarea
          spellCheck={false}
          rows={2}
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={notesId(id, { hint, problem })}
          {...rest}
          className={styles.area}
        />
      </label>
      <FieldNotes id={id} hint={hint} problem={problem} />
    </div>
  );
}
