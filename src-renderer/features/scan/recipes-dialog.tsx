import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { toast } from 'sonner';
import type { Recipe } from '../../../src-preload/contract/batch.ts';
import { announce } from '../../app/live-regions.tsx';
import { showTasks } from '../../app/view.ts';
import { shownPath } from '../../lib/format/path.ts';
import { client, orpc } from '../../lib/rpc/client.ts';
import { saveFile } from '../../lib/save-file.ts';
import { type ErrorText, errorText } from '../../lib/texts/errors.ts';
import { recipeSaved } from '../../lib/texts/scan.ts';
import { useKeptFocus } from '../../lib/use-kept-focus.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useProjects } from '../projects/projects.ts';
import { noteDryRun } from './dry-runs.ts';
import { closeScanDialog, openNewScan, openRecipe, openResults } from './open-scan.ts';
import { recipeFile, recipeFileName, recipeOfFile } from './recipe-file.ts';
import { RecipeLine } from './recipe-line.tsx';
import { inputOf, useRecipes } from './recipes.ts';
import styles from './recipes-dialog.module.css';
import { scanErrorText } from './scan-trouble.ts';

/** The scans that are saved under a name: run, tried, changed, taken away, handed on as files. */
export function RecipesDialog() {
  const recipes = useRecipes();
  const projects = useProjects();
  const queries = useQueryClient();
  const [trouble, setTrouble] = useState<ErrorText | null>(null);
  const working = useRef(false);
  const file = useRef<HTMLInputElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const keptFocus = useKeptFocus(add);
  const refresh = () => queries.invalidateQueries({ queryKey: orpc.batch.recipes.key() });

  const attempt = async (act: () => Promise<unknown>) => {
    if (working.current) return;
    working.current = true;
    setTrouble(null);
    try {
      await act();
    } catch (error) {
      setTrouble(scanErrorText(error));
    } finally {
      working.current = false;
    }
  };
  const run = (recipe: Recipe, dryRun: boolean) =>
    attempt(async () => {
      const { taskId } = await client.batch.recipes.run({ id: recipe.id, dryRun });
      if (dryRun) noteDryRun(taskId, 'asked');
      showTasks();
      openResults(taskId);
      announce(dryRun ? 'Looking at what it would do.' : 'The scan has begun.');
    });
  const remove = (recipe: Recipe) =>
    attempt(async () => {
      await client.batch.recipes.remove({ id: recipe.id });
      await refresh();
      const title = `“${shownPath(recipe.name)}” is removed`;
      announce(title);
      toast.success(title, {
        description: 'The scan is forgotten; what it did stays.',
        testId: 'toast',
        duration: 12_000,
        action: { label: 'Undo', onClick: () => void restore(recipe) },
      });
    });
  const restore = async (recipe: Recipe) => {
    try {
      announce(recipeSaved(await client.batch.recipes.save(inputOf(recipe))));
      await refresh();
    } catch (error) {
      const { title, body } = errorText(error);
      toast.error(title, { description: body, testId: 'toast' });
    }
  };
  const take = (chosen: File | undefined) =>
    attempt(async () => {
      if (chosen === undefined) return;
      const read = recipeOfFile(await chosen.text(), projects);
      if ('problem' in read) {
        setTrouble({ title: `${shownPath(chosen.name)} cannot be taken`, body: read.problem });
        return;
      }
      announce(recipeSaved(await client.batch.recipes.save(read.recipe)));
      await refresh();
    });
  const list = recipes.data ?? [];
  return (
    <Dialog
      open
      onClose={closeScanDialog}
      width="wide"
      title="Saved scans"
      description="Scans under a name. They run when you ask for them, or by themselves while Safelight is open, also in the tray."
      testId="recipes"
      footer={
        <>
          <input
            ref={file}
            type="file"
            accept=".json,application/json"
            hidden
            data-testid="recipe-file"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              // The same file may be chosen once more.
              event.target.value = '';
            }}
          />
          <Button className={styles.first} look="plain" onClick={() => file.current?.click()}>
            Take one from a file…
          </Button>
          <Button onClick={closeScanDialog}>Close</Button>
          <Button ref={add} look="primary" data-testid="recipe-new" onClick={() => openNewScan()}>
            New scan…
          </Button>
        </>
      }
    >
      <div className={styles.content} {...keptFocus}>
        {trouble !== null && <Notice text={trouble} />}
        {recipes.isError && <Notice text={errorText(recipes.error)} />}
        {recipes.isSuccess && list.length === 0 && (
          <p className={styles.none} data-testid="recipes-none">
            <Icon name="search" size={22} />
            No scan is saved yet. Put one together, and save it under a name.
          </p>
        )}
        <ul className={styles.list} aria-label="Saved scans">
          {list.map((recipe) => (
            <RecipeLine
              key={recipe.id}
              recipe={recipe}
              projectName={projects.find(({ id }) => id === recipe.projectId)?.name ?? null}
              onRun={(dryRun) => void run(recipe, dryRun)}
              onChange={() => openRecipe(recipe)}
              onExport={() => saveFile(recipeFileName(recipe), recipeFile(recipe, projects))}
              onRemove={() => void remove(recipe)}
            />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
