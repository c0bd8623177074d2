import { useCallback, useEffect, useMemo, useState } from 'react';
import { errorText } from '../../lib/texts/errors.ts';
import { Notice } from '../../ui/notice.tsx';
import { clearSelection } from '../culling/selection.ts';
import { openPlan } from '../plans/open-plan.ts';
import { SelectedBar } from './selected-bar.tsx';
import { TrashBar } from './trash-bar.tsx';
import { TrashEmpty } from './trash-empty.tsx';
import { TrashList } from './trash-list.tsx';
import styles from './trash-view.module.css';
import { UndoableList } from './undoable-list.tsx';
import { useTrashEntries } from './use-trash.ts';
import { useTrashSelection } from './use-trash-selection.ts';

/** What was removed and is still there: look at it, put it back, or let it go for good. */
export function TrashView() {
  const [projectId, setProjectId] = useState<number | null>(null);
  const { entries, totals, error, hasNextPage, isFetching, fetchNextPage } = useTrashEntries(projectId);
  const order = useMemo(() => entries.map((entry) => entry.photoId), [entries]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const { selection, select } = useTrashSelection(order, { hasNextPage, more });
  // Keys of culling act on what can be seen, and no photo of the grid can be seen now.
  useEffect(clearSelection, []);

  const underCursor = order[selection.cursor];
  const ids = selection.ids.size > 0 ? [...selection.ids] : underCursor === undefined ? [] : [underCursor];
  const ask = (kind: 'restore' | 'purge') => () => {
    if (ids.length > 0) openPlan({ kind, target: { photoIds: ids } });
  };
  return (
    <div className={styles.view} data-testid="trash-view">
      <TrashBar totals={totals} projectId={projectId} onProject={setProjectId} />
      {error !== null && (
        <div className={styles.error}>
          <Notice text={errorText(error)} />
        </div>
      )}
      <UndoableList />
      {totals !== undefined && entries.length === 0 && <TrashEmpty filtered={projectId !== null} />}
      {entries.length > 0 && (
        <>
          <SelectedBar
            entries={entries}
            ids={ids}
            total={totals?.photos ?? entries.length}
            onAll={() => select({ type: 'all' })}
            onRestore={ask('restore')}
            onPurge={ask('purge')}
          />
          <TrashList
            entries={entries}
            total={totals?.photos ?? entries.length}
            selection={selection}
            onSelect={select}
            onEndNear={more}
            onRestore={ask('restore')}
            onPurge={ask('purge')}
          />
        </>
      )}
    </div>
  );
}
