import { useMemo, useRef } from 'react';
import { useView } from '../../app/view.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { errorText } from '../../lib/texts/errors.ts';
import { Notice } from '../../ui/notice.tsx';
import { CommitBar } from '../commit/commit-bar.tsx';
import { CullBar } from '../culling/cull-bar.tsx';
import { Culling } from '../culling/culling.tsx';
import { useSelection } from '../culling/selection.ts';
import { targetsOf } from '../culling/targets.ts';
import { useCursorNeighbour } from '../culling/use-cursor-neighbour.ts';
import { Filters } from '../filters/filters.tsx';
import { InfoPanel } from '../info/info-panel.tsx';
import { openEditor } from '../info/open-editor.ts';
import { GridEmpty } from './grid-empty.tsx';
import styles from './library-view.module.css';
import { PhotoGrid } from './photo-grid.tsx';
import { PhotoMenu } from './photo-menu.tsx';
import { type ShownPhotos, usePhotoIndex } from './use-photo-index.ts';

/** The photos of the present view, and what can be decided about them. `covered` while the loupe lies over them. */
export function LibraryView({ covered }: { covered: boolean }) {
  const { shown, isPending, error } = usePhotoIndex();
  const area = useRef<HTMLDivElement>(null);
  useCursorNeighbour(shown);
  useCommands({
    'grid.info': () => {
      const { gridInfo, set } = useView.getState();
      set({ gridInfo: !gridInfo });
    },
    'info.edit': openEditor,
  });
  // The grid comes and goes with the photos: it is looked for when it is needed.
  const grid = useMemo(
    () => ({
      get current() {
        return area.current?.querySelector<HTMLElement>('[role=grid]') ?? null;
      },
    }),
    [],
  );
  const focusGrid = () => grid.current?.focus();
  return (
    <>
      <Filters photos={shown.ids.length} focusGrid={focusGrid} />
      <div ref={area} className={styles.area}>
        <PhotoMenu photos={shown} className={styles.view}>
          {error !== null ? (
            <div className={styles.error}>
              <Notice text={errorText(error)} />
            </div>
          ) : (
            <PhotoGrid photos={shown} covered={covered} empty={isPending ? null : <GridEmpty />} />
          )}
        </PhotoMenu>
        {!covered && <ChosenInfo shown={shown} onLeave={focusGrid} />}
      </div>
      {!covered && shown.ids.length > 0 && <CullBar shown={shown} />}
      <CommitBar fallback={grid} />
      <Culling shown={shown} />
    </>
  );
}

/** The information of the loupe, beside the grid: about whom the keys are about. */
function ChosenInfo({ shown, onLeave }: { shown: ShownPhotos; onLeave(): void }) {
  const open = useView((view) => view.gridInfo);
  const cursor = useView((view) => view.cursor);
  const selection = useSelection((state) => state.ids);
  const { ids } = useMemo(
    () => targetsOf({ cursor, loupe: false, selection }, shown),
    [cursor, selection, shown],
  );
  return open ? <InfoPanel ids={ids} shown={shown} onLeave={onLeave} /> : null;
}
