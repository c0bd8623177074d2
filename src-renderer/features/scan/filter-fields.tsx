import { Switch } from '../../ui/switch.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './scan-fields.module.css';
import type { ScanFormState } from './use-scan-form.ts';

/** Which files of the folder. */
export function FilterFields({ state }: { state: ScanFormState }) {
  const { form, trouble, change } = state;
  return (
    <fieldset className={styles.group}>
      <legend>Which files</legend>
      <TextField
        label="Pattern"
        value={form.pattern}
        placeholder="All files"
        hint="As *.jpg, IMG_????.* or *.{jpg,cr3}. With a slash it is about the path below the folder: 2026/**/*.jpg."
        problem={trouble.fields.pattern}
        data-testid="scan-pattern"
        onChange={(event) => change({ pattern: event.target.value })}
      />
      <TextArea
        label="Leave out"
        value={form.exclude}
        placeholder={'proofs\n*sample*'}
        hint="One pattern a line. A folder that matches is left out with all that is in it."
        problem={trouble.fields.exclude}
        data-testid="scan-exclude"
        onChange={(event) => change({ exclude: event.target.value })}
      />
      <div className={styles.row}>
        <TextField
          className={styles.number}
          label="At least so many MB"
          value={form.minSizeMb}
          inputMode="decimal"
          placeholder="Any size"
          problem={trouble.fields.minSizeMb}
          data-testid="scan-size"
          onChange={(event) => change({ minSizeMb: event.target.value })}
        />
        <TextField
          className={styles.number}
          label="Changed within so many days"
          value={form.maxAgeDays}
          inputMode="decimal"
          placeholder="Any age"
          problem={trouble.fields.maxAgeDays}
          data-testid="scan-age"
          onChange={(event) => change({ maxAgeDays: event.target.value })}
        />
        <div className={styles.besideSwitch}>
          <Switch
            label="Match case"
            checked={form.matchCase}
            onChange={(matchCase) => change({ matchCase })}
          />
        </div>
      </div>
    </fieldset>
  );
}
