import type { Ref } from 'react';
import styles from './select.module.css';

interface SelectProps<T extends string> {
  label: string;
  value: T | '';
  /** What it says while nothing is chosen. */
  none: string;
  options: readonly { value: T; label: string }[];
  onChange(value: T | undefined): void;
  testId?: string;
  ref?: Ref<HTMLSelectElement>;
}

/** One of several, or none of them: the system's own list, which every keyboard and screen reader knows. */
export function Select<T extends string>({
  label,
  value,
  none,
  options,
  onChange,
  testId,
  ref,
}: SelectProps<T>) {
  return (
    <label className={styles.field}>
      <span className={styles.label}>{label}</span>
      <select
        ref={ref}
        className={styles.select}
        value={value}
        data-set={value !== '' || undefined}
        data-testid={testId}
        onChange={(event) => onChange(options.find((option) => option.value === event.target.value)?.value)}
      >
        <option value="">{none}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
