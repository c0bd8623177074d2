import { errorText } from '../../lib/texts/errors.ts';
import { Notice } from '../../ui/notice.tsx';
import { GridEmpty } from './grid-empty.tsx';
import styles from './library-view.module.css';
import { PhotoGrid } from './photo-grid.tsx';
import { usePhotoIndex } from './use-photo-index.ts';

/** The photos of the present view. `covered` while the loupe lies over them. */
export function LibraryView({ covered }: { covered: boolean }) {
  const { shown, isPending, error } = usePhotoIndex();
  return (
    <div className={styles.view}>
      {error !== null ? (
        <div className={styles.error}>
          <Notice text={errorText(error)} />
        </div>
      ) : (
        <PhotoGrid photos={shown} covered={covered} empty={isPending ? null : <GridEmpty />} />
      )}
    </div>
  );
}
