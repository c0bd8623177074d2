import { useMemo, useRef } from 'react';
import { useView } from '../../app/view.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { errorText } from '../../lib/texts/errors.ts';
import { Notice } from '../../ui/notice.tsx';
import { CommitBar } from '../commit/commit-bar.tsx';
import { CullBar } from '../culling/cull-bar.tsx';
import { Culling } from '../culling/culling.tsx';
import { useCursorNeighbour } from '../culling/use-cursor-neighbour.ts';
import { Filters } from '../filters/filters.tsx';
import { InfoPanel } from '../loupe/info-panel.tsx';
import { GridEmpty } from './grid-empty.tsx';
import styles from './library-view.module.css';
import { PhotoGrid } from './photo-grid.tsx';
import { PhotoMenu } from './photo-menu.tsx';
import { usePhoto } from './photos.ts';
import { usePhotoIndex } from './use-photo-index.ts';

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
        {!covered && <CursorInfo />}
      </div>
      {!covered && shown.ids.length > 0 && <CullBar shown={shown} />}
      <CommitBar fallback={grid} />
      <Culling shown={shown} />
    </>
  );
}

/** The information of the loupe, beside the grid. */
function CursorInfo() {
  const open = useView((view) => view.gridInfo);
  const photo = usePhoto(useView((view) => view.cursor));
  return open && photo !== undefined ? <InfoPanel photo={photo} /> : null;
}
