import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { client, orpc } from '../../lib/rpc/client.ts';
import { READ_PREFERENCES, WRITE_MODES } from '../../lib/texts/metadata-settings.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useAction } from '../tasks/use-action.ts';
import { closeMetadataDialog } from './open-metadata.ts';
import styles from './target-choice.module.css';
import { useMetadataSettings } from './use-metadata-settings.ts';

/** Where metadata is written to and which file counts when it is read. Each choice is in force at once. */
export function MetadataSettings() {
  const settings = useMetadataSettings();
  const queries = useQueryClient();
  const run = useAction();
  const change = (changes: Record<string, unknown>) =>
    run(async () => {
      await client.settings.update({ changes });
      await queries.invalidateQueries({ queryKey: orpc.settings.key() });
    }, 'Changed');
  return (
    <Dialog
      open
      onClose={closeMetadataDialog}
      title="Metadata settings"
      description="They are kept in this library, and count for all who open it."
      testId="metadata-settings"
      footer={
        <Button look="primary" onClick={closeMetadataDialog}>
          Done
        </Button>
      }
    >
      {settings !== null && (
        <div className={styles.choices}>
          <Choices
            legend="Write metadata"
            options={WRITE_MODES}
            value={settings.writeMode}
            onChange={(writeMode) => change({ exif: { writeMode } })}
          />
          <Choices
            legend="Where a sidecar and its picture say different things, this counts"
            options={READ_PREFERENCES}
            value={settings.readPreference}
            onChange={(readPreference) => change({ exif: { readPreference } })}
          />
          <div className={styles.targets}>
            <Switch
              label="Allow to read metadata from files"
              checked={settings.allowManualImport}
              onChange={(allowManualImport) => change({ sync: { allowManualImport } })}
            />
            <Switch
              label="Allow to write metadata to files"
              checked={settings.allowManualWrite}
              onChange={(allowManualWrite) => change({ sync: { allowManualWrite } })}
            />
          </div>
        </div>
      )}
    </Dialog>
  );
}

interface ChoicesProps<T extends string> {
  legend: string;
  options: Record<T, { label: string; note: string }>;
  value: T;
  onChange(value: T): void;
}

function Choices<T extends string>({ legend, options, value, onChange }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles.targets}>
      <legend>{legend}</legend>
      {(Object.keys(options) as T[]).map((option) => (
        <label key={option} className={styles.choice}>
          <input
            type="radio"
            name={name}
            checked={option === value}
            data-testid={`metadata-setting-${option}`}
            onChange={() => onChange(option)}
          />
          <span>
            {options[option].label}
            <span className={styles.choiceNote}>{options[option].note}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
