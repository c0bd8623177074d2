import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { announce } from '../../app/live-regions.tsx';
import { showAll, useView } from '../../app/view.ts';
import { runCommand, useCommands } from '../../lib/commands/registry.tsx';
import { plural } from '../../lib/format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './filter-bar.module.css';
import { FilterBar } from './filter-bar.tsx';
import { filterParts } from './filter-texts.ts';

/** The row of filters, and, open or not, a line that says what is filtered: photos out of sight are not gone. */
export function Filters({ photos, focusGrid }: { photos: number; focusGrid(): void }) {
  const open = useView((view) => view.filtersOpen);
  const text = useView((view) => view.text);
  const filter = useView((view) => view.filter);
  const first = useRef<HTMLSelectElement>(null);
  const close = () => {
    useView.getState().set({ filtersOpen: false });
    focusGrid();
  };
  useCommands({
    'view.filters': () => {
      if (useView.getState().filtersOpen) return close();
      flushSync(() => useView.getState().set({ filtersOpen: true }));
      first.current?.focus();
    },
    'view.showAll': () => {
      showAll();
      announce('Nothing is filtered');
    },
  });
  const parts = filterParts(text, filter);
  return (
    <>
      {open && <FilterBar ref={first} onLeave={close} />}
      {parts.length > 0 && (
        <div className={styles.line} data-testid="filter-line">
          <Icon name="filter" size={14} />
          <span className={styles.text} role="status" title={parts.join(' · ')}>
            {plural(photos, 'photo')}: {parts.join(' · ')}
          </span>
          <Button
            look="plain"
            size="small"
            data-testid="filter-clear"
            onClick={() => {
              runCommand('view.showAll');
              focusGrid();
            }}
          >
            Show all
          </Button>
        </div>
      )}
    </>
  );
}
