import type { Ref } from 'react';
import { client } from '../../lib/rpc/client.ts';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction } from '../tasks/use-action.ts';
import { openResults } from './open-scan.ts';
import styles from './scan-fields.module.css';
import type { ScanFormState } from './use-scan-form.ts';

/** The longest path that the contract takes. */
const MAX_PATH = 8192;

/** Which folder: chosen in the system's dialog, or typed. */
export function WhereFields({ state, ref }: { state: ScanFormState; ref: Ref<HTMLInputElement> }) {
  const { form, trouble, change } = state;
  const { runningTask } = trouble;
  const run = useAction();
  const choose = async () => {
    const path = await client.system.chooseFolder({ title: 'Choose a folder to scan' });
    if (path !== null) change({ path });
  };
  return (
    <fieldset className={styles.group}>
      <legend>Where</legend>
      <div className={styles.row}>
        <TextField
          ref={ref}
          className={styles.wide}
          label="Folder"
          value={form.path}
          maxLength={MAX_PATH}
          placeholder="/media/card/DCIM"
          problem={trouble.fields.path}
          data-testid="scan-path"
          onChange={(event) => change({ path: event.target.value })}
          // It may hold the folder of another day: what is typed or pasted takes its place.
          onFocus={(event) => event.target.select()}
        />
        <Button className={styles.beside} icon="folder" data-testid="scan-choose" onClick={() => run(choose)}>
          Choose…
        </Button>
      </div>
      {runningTask !== null && (
        <div>
          <Button size="small" data-testid="scan-show-running" onClick={() => openResults(runningTask)}>
            Show that scan
          </Button>
        </div>
      )}
      <Switch
        label="Folders inside it, too"
        checked={form.recursive}
        onChange={(recursive) => change({ recursive })}
      />
    </fieldset>
  );
}
