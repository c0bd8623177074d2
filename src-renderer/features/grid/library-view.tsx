import { useView } from '../../app/view.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Notice } from '../../ui/notice.tsx';
import { Loupe } from '../loupe/loupe.tsx';
import { GridEmpty } from './grid-empty.tsx';
import styles from './library-view.module.css';
import { PhotoGrid } from './photo-grid.tsx';
import { usePhotoIndex } from './use-photo-index.ts';

/** The photos: the grid, and over it the loupe when it is open. */
export function LibraryView() {
  const { shown, isPending, error } = usePhotoIndex();
  const loupe = useView((view) => view.loupe);
  const cursor = useView((view) => view.cursor);
  const inLoupe = loupe && shown.indexOf(cursor) >= 0;
  return (
    <div className={styles.view}>
      <div className={styles.layer} inert={inLoupe}>
        {error !== null ? (
          <div className={styles.error}>
            <Notice text={errorText(error)} />
          </div>
        ) : (
          <PhotoGrid photos={shown} covered={inLoupe} empty={isPending ? null : <GridEmpty />} />
        )}
      </div>
      {inLoupe && <Loupe photos={shown} />}
    </div>
  );
}
