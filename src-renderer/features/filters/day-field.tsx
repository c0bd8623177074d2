import { useEffect, useState } from 'react';
import styles from './filter-bar.module.css';

interface DayFieldProps {
  label: string;
  /** `YYYY-MM-DD`. */
  value: string | undefined;
  onChange(day: string | undefined): void;
  testId: string;
}

/** A day. While one types it is whole only at times; a year of three digits is on its way to one of four. */
export function DayField({ label, value, onChange, testId }: DayFieldProps) {
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);
  return (
    <label className={styles.day}>
      <span>{label}</span>
      <input
        type="date"
        value={typed}
        max="9999-12-31"
        data-set={value !== undefined || undefined}
        data-testid={testId}
        onChange={(event) => {
          const day = event.target.value;
          setTyped(day);
          if (day === '') onChange(undefined);
          else if (/^[1-9]\d{3}-\d{2}-\d{2}$/.test(day)) onChange(day);
        }}
      />
    </label>
  );
}
