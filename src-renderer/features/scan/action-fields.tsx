import { useId } from 'react';
import type { ScanAction, ScanPriority } from '../../../src-preload/contract/batch.ts';
import { SCAN_ACTIONS, SCAN_PRIORITIES } from '../../lib/texts/scan.ts';
import { Button } from '../../ui/button.tsx';
import { FieldNotes, notesId } from '../../ui/field-notes.tsx';
import { Menu, MenuChoice } from '../../ui/menu.tsx';
import { Switch } from '../../ui/switch.tsx';
import { ProjectField } from './project-field.tsx';
import styles from './scan-fields.module.css';
import { useAllowed } from './use-allowed.ts';
import type { ScanFormState } from './use-scan-form.ts';

const ACTIONS = Object.keys(SCAN_ACTIONS) as ScanAction[];
const PRIORITIES = (Object.keys(SCAN_PRIORITIES) as ScanPriority[]).map((value) => ({
  value,
  label: SCAN_PRIORITIES[value],
}));

/** What is done with each file, and how urgent it is. */
export function ActionFields({ state }: { state: ScanFormState }) {
  const { form, trouble, change } = state;
  const name = useId();
  const problem = trouble.fields.action;
  const allowed = useAllowed();
  return (
    <>
      <fieldset className={styles.group}>
        <legend>What to do with each of them</legend>
        <div className={styles.actions}>
          {ACTIONS.map((action) => {
            const off = allowed(action) ? undefined : true;
            const chosen = form.action === action;
            return (
              <label key={action} className={styles.action} data-off={off}>
                <input
                  type="radio"
                  name={name}
                  checked={chosen}
                  disabled={off === true && !chosen}
                  data-invalid={(chosen && problem !== undefined) || undefined}
                  aria-describedby={chosen ? notesId(name, { problem }) : undefined}
                  data-testid={`scan-action-${action}`}
                  onChange={() => change({ action })}
                />
                <span>
                  {SCAN_ACTIONS[action].title}
                  <span className={styles.note}>
                    {off ? 'Switched off in the settings of this library.' : SCAN_ACTIONS[action].note}
                  </span>
                </span>
              </label>
            );
          })}
        </div>
        <FieldNotes id={name} problem={problem} />
        {form.action === 'import' && <ProjectField state={state} />}
        {form.action === 'index' && (
          <Switch
            label="Read each file whole and tell its SHA-256"
            checked={form.hash}
            onChange={(hash) => change({ hash })}
          />
        )}
      </fieldset>
      <div className={styles.choice}>
        <span className={styles.label}>Priority</span>
        <Menu
          trigger={
            <Button aria-label={`Priority, ${SCAN_PRIORITIES[form.priority]}`} data-testid="scan-priority">
              {SCAN_PRIORITIES[form.priority]}
            </Button>
          }
        >
          <MenuChoice
            label="Priority"
            value={form.priority}
            options={PRIORITIES}
            onChange={(priority) => change({ priority })}
          />
        </Menu>
      </div>
    </>
  );
}
