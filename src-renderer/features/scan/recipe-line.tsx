import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { Recipe } from '../../../src-preload/contract/batch.ts';
import { shownPath } from '../../lib/format/path.ts';
import { ago, shortTime } from '../../lib/format/time.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { filtersText, scanText } from '../../lib/texts/scan.ts';
import { scheduleText } from '../../lib/texts/schedule.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import styles from './recipes-dialog.module.css';

interface RecipeLineProps {
  recipe: Recipe;
  projectName: string | null;
  onRun(dryRun: boolean): void;
  onChange(): void;
  onExport(): void;
  onRemove(): void;
}

/** A saved scan: what it does and when, and what can be done with it. */
export function RecipeLine(props: RecipeLineProps) {
  const { recipe, projectName, onRun, onChange, onExport, onRemove } = props;
  const nameId = useId();
  const name = shownPath(recipe.name);
  const filters = filtersText(recipe);
  return (
    <li className={styles.line} aria-labelledby={nameId} data-testid="recipe" data-recipe-id={recipe.id}>
      <div className={styles.text}>
        <h3 id={nameId}>{name}</h3>
        <p className={styles.what}>
          {scanText(recipe, projectName)}
          {filters !== '' && ` · ${filters}`}
        </p>
        {recipe.schedule !== null && <When recipe={recipe} />}
      </div>
      <Button
        size="small"
        aria-label={`Dry run of ${name}`}
        data-testid="recipe-dry-run"
        onClick={() => onRun(true)}
      >
        Dry run
      </Button>
      <Button
        size="small"
        aria-label={`Run ${name} now`}
        data-testid="recipe-run"
        onClick={() => onRun(false)}
      >
        Run now
      </Button>
      <Menu
        align="end"
        trigger={<IconButton icon="more" size="small" label={`More for ${name}`} data-testid="recipe-more" />}
      >
        <MenuItem icon="rename" onClick={onChange}>
          Change…
        </MenuItem>
        <MenuItem icon="reveal" onClick={onExport}>
          Export as JSON…
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon="trash" onClick={onRemove}>
          Remove
        </MenuItem>
      </Menu>
    </li>
  );
}

/** When it runs by itself, and when it did. */
function When({ recipe }: { recipe: Recipe }) {
  const schedules = useQuery(orpc.maintenance.schedules.queryOptions({ staleTime: 0 })).data;
  const due = schedules?.find(({ id }) => id === `recipe:${recipe.id}`);
  const now = Date.now();
  return (
    <p className={styles.when} data-testid="recipe-when">
      <Icon name="waiting" size={13} />
      <span>{scheduleText(recipe.schedule)}</span>
      {due?.nextDueAt != null && due.nextDueAt > now && <span>· next {shortTime(due.nextDueAt, now)}</span>}
      {due?.last != null && <span>· last {ago(due.last.dueAt, now)}</span>}
    </p>
  );
}
