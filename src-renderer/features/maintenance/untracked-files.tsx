import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useId, useMemo } from 'react';
import type { UntrackedFile } from '../../../src-preload/contract/maintenance.ts';
import { bytes, plural } from '../../lib/format/numbers.ts';
import { baseName, shownPath } from '../../lib/format/path.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { problemText } from '../../lib/texts/problems.ts';
import { IconButton } from '../../ui/button.tsx';
import { FileLine } from '../../ui/file-line.tsx';
import { Notice } from '../../ui/notice.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { revealPath } from '../tasks/reveal.ts';
import styles from './untracked-files.module.css';

const PAGE = 200;

/** Files in project folders that are none of the library's: left where they are, and told of. */
export function UntrackedFiles({ projectId }: { projectId: number | null }) {
  const headingId = useId();
  const query = useInfiniteQuery(
    orpc.maintenance.untracked.infiniteOptions({
      input: (offset: number) => ({ limit: PAGE, offset, ...(projectId === null ? {} : { projectId }) }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const loaded = pages.reduce((sum, page) => sum + page.files.length, 0);
        return last.files.length > 0 && loaded < last.total ? loaded : undefined;
      },
      // Folders are looked at now and then, and nobody is told of what was found.
      staleTime: 0,
    }),
  );
  const { data, error, hasNextPage, isFetching, fetchNextPage } = query;
  const files = useMemo(() => data?.pages.flatMap((page) => page.files) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  if (error !== null) return <Notice text={errorText(error)} />;
  const total = data?.pages[0]?.total;
  if (total === undefined) return null;
  return (
    <section className={styles.section} aria-labelledby={headingId} data-testid="untracked">
      <h3 id={headingId}>
        {total === 0
          ? 'No unknown files in the project folders'
          : `${plural(total, 'file')} left alone, as the library does not know ${total === 1 ? 'it' : 'them'}`}
      </h3>
      {total > 0 && (
        <div className={styles.list}>
          <VirtualList
            label="Files that are none of the library’s"
            items={files}
            rowHeight={50}
            maxHeight={300}
            keyOf={(file) => file.path}
            onEndNear={more}
            render={(file) => <Line file={file} />}
          />
        </div>
      )}
    </section>
  );
}

function Line({ file }: { file: UntrackedFile }) {
  return (
    <FileLine
      path={file.path}
      reason={`In ${shownPath(file.project)}. ${problemText({ code: file.code }).sentence}`}
      aside={
        <>
          {bytes(file.bytes)}
          <IconButton
            icon="reveal"
            size="small"
            label={`Reveal ${shownPath(baseName(file.path))}`}
            title="Reveal in its folder"
            data-testid="untracked-reveal"
            onClick={() => void revealPath(file.path)}
          />
        </>
      }
    />
  );
}
