import type { InputHTMLAttributes, Ref } from 'react';
import styles from './text-field.module.css';

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  /** Read out only, where the surroundings say it already. */
  hideLabel?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({ label, hideLabel = false, className, ...rest }: TextFieldProps) {
  return (
    <label className={`${styles.field} ${className ?? ''}`}>
      {!hideLabel && <span className={styles.label}>{label}</span>}
      <input
        type="text"
        spellCheck={false}
        autoComplete="off"
        {...rest}
        {...(hideLabel ? { 'aria-label': label } : {})}
        className={styles.input}
      />
    </label>
  );
}
