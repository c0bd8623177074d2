import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Recipe } from '../../../src-preload/contract/batch.ts';
import { announce } from '../../app/live-regions.tsx';
import { client, orpc } from '../../lib/rpc/client.ts';
import { recipeSaved } from '../../lib/texts/scan.ts';
import { SCHEDULES, scheduleText } from '../../lib/texts/schedule.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuChoice } from '../../ui/menu.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { keepDraft, openRecipes } from './open-scan.ts';
import { useRecipes } from './recipes.ts';
import styles from './scan-fields.module.css';
import type { SaveAs } from './scan-form.ts';
import { NO_TROUBLE } from './scan-trouble.ts';
import type { ScanFormState } from './use-scan-form.ts';

const NEVER = 'never';
const OWN = 'own';

interface RecipeFieldsProps {
  state: ScanFormState;
  /** The one that is being changed. */
  recipe: Recipe | null;
  saveAs: SaveAs;
  onChange(part: Partial<SaveAs>): void;
  /** When they appear. */
  takesFocus: boolean;
}

/** Saves what was put together under a name, with or without times at which it runs by itself. */
export function RecipeFields({ state, recipe, saveAs, onChange, takesFocus }: RecipeFieldsProps) {
  const { trouble } = state;
  const { name, schedule: cron, own } = saveAs;
  const queries = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!takesFocus) return;
    field.current?.focus();
    field.current?.scrollIntoView({ block: 'center' });
  }, [takesFocus]);
  const same = useRecipes().data?.find((other) => other.name === name.trim() && other.id !== recipe?.id);
  const save = () => {
    if (name.trim() === '') return state.refuse({ ...NO_TROUBLE, fields: { name: 'Give it a name.' } });
    void state.attempt(async (params) => {
      const saved = await client.batch.recipes.save({ ...params, name: name.trim(), schedule: cron });
      // It is known by its name: under another one it is another one.
      if (recipe !== null && saved.id !== recipe.id) await client.batch.recipes.remove({ id: recipe.id });
      await queries.invalidateQueries({ queryKey: orpc.batch.recipes.key() });
      announce(recipeSaved(saved));
      if (recipe === null) keepDraft(null);
      openRecipes();
    });
  };
  return (
    <fieldset className={`${styles.group} ${styles.box}`} data-testid="recipe-fields">
      <legend>Save it</legend>
      <div className={styles.row}>
        <TextField
          ref={field}
          className={styles.wide}
          label="Name"
          value={name}
          maxLength={100}
          placeholder="New from the studio"
          problem={trouble.fields.name}
          hint={same === undefined ? undefined : 'There is a saved scan of this name. This one replaces it.'}
          data-testid="recipe-name"
          onChange={(event) => {
            onChange({ name: event.target.value });
            if (trouble.fields.name !== undefined) state.refuse(NO_TROUBLE);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            save();
          }}
        />
        <div className={styles.beside}>
          <Button look={recipe === null ? 'framed' : 'primary'} data-testid="recipe-save" onClick={save}>
            {same === undefined ? 'Save' : 'Replace'}
          </Button>
        </div>
      </div>
      <div className={styles.choice}>
        <span className={styles.label}>Runs by itself</span>
        <Menu
          trigger={
            <Button
              aria-label={`Runs by itself, ${own ? 'at other times' : scheduleText(cron)}`}
              data-testid="recipe-schedule"
            >
              {own ? 'At other times' : scheduleText(cron)}
            </Button>
          }
        >
          <MenuChoice
            label="Runs by itself"
            value={own ? OWN : (cron ?? NEVER)}
            options={[
              { value: NEVER, label: scheduleText(null) },
              ...SCHEDULES.map((schedule) => ({ value: schedule.cron as string, label: schedule.label })),
              { value: OWN, label: 'At other times…' },
            ]}
            onChange={(value) => {
              const own = value === OWN;
              onChange({
                own,
                schedule: value === NEVER ? null : own ? (cron ?? SCHEDULES[1].cron) : value,
              });
            }}
          />
        </Menu>
      </div>
      {own && (
        <TextField
          label="At"
          value={cron ?? ''}
          maxLength={100}
          hint={`In cron’s five fields: minute, hour, day, month, weekday. This is: ${scheduleText(cron)}.`}
          problem={trouble.fields.schedule}
          data-testid="recipe-cron"
          onChange={(event) => {
            onChange({ schedule: event.target.value });
            if (trouble.fields.schedule !== undefined) state.refuse(NO_TROUBLE);
          }}
        />
      )}
    </fieldset>
  );
}
