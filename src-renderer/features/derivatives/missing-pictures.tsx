import { useMutation, useQuery } from '@tanstack/react-query';
import { toast } from 'sonner';
import styles from '../../app/status-count.module.css';
import { filterOf, showTasks, useView } from '../../app/view.ts';
import { plural } from '../../lib/format/numbers.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Icon } from '../../ui/icon.tsx';
import { MAX_PHOTOS } from './max-photos.ts';

/**
 * Photos whose pictures nobody is making: their import was canceled, or the disk was full. Shown only while nothing
 * runs (`idle`), as otherwise they are mostly under way.
 */
export function MissingPictures({ idle }: { idle: boolean }) {
  const projectId = useView((view) => view.projectId);
  const missing = useQuery(
    orpc.photos.index.queryOptions({
      input: {
        filter: filterOf({ projectId, text: '', filter: { thumbnail: 'pending' } }),
        sort: { by: 'addedAt', direction: 'asc' },
      },
      enabled: idle,
      staleTime: 0,
    }),
  );
  const generate = useMutation(
    orpc.derivatives.generate.mutationOptions({
      onSuccess: () => showTasks(),
      onError: (error) => {
        const { title, body } = errorText(error);
        toast.error(title, { description: body, testId: 'toast' });
      },
    }),
  );
  const ids = missing.data?.ids ?? [];
  if (!idle || ids.length === 0) return null;
  return (
    <span className={styles.count} data-testid="missing-pictures">
      <Icon name="noPreview" size={14} />
      {plural(ids.length, 'picture')} not made yet
      <button
        type="button"
        className={styles.act}
        disabled={generate.isPending}
        onClick={() => generate.mutate({ target: { photoIds: ids.slice(0, MAX_PHOTOS) } })}
      >
        Make {ids.length === 1 ? 'it' : 'them'} now
      </button>
    </span>
  );
}
