import styles from './conflict-choice.module.css';

interface ConflictChoiceProps {
  value: 'skip' | 'import';
  onChange(value: 'skip' | 'import'): void;
}

const OPTIONS = [
  { value: 'skip', label: 'Leave them out' },
  { value: 'import', label: 'Import them here as well' },
] as const;

export function ConflictChoice({ value, onChange }: ConflictChoiceProps) {
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.legend}>Files that other projects have</legend>
      {OPTIONS.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            name="conflicts"
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
