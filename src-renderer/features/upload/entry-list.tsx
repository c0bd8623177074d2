import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { FileOutcome } from '../../../src-preload/contract/upload.ts';
import { bytes } from '../../lib/format/numbers.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { failureText, problemText } from '../../lib/texts/problems.ts';
import { FileLine } from '../../ui/file-line.tsx';
import { Notice } from '../../ui/notice.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import styles from './entry-list.module.css';

const PAGE = 500;

const textOf = (outcome: FileOutcome) => (outcome === 'failed' ? failureText : problemText);

interface EntryListProps {
  analysisId: string;
  outcome: FileOutcome;
  taken: boolean | undefined;
  label: string;
}

/** The files of one outcome, however many. */
export function EntryList({ analysisId, outcome, taken, label }: EntryListProps) {
  const query = useInfiniteQuery(
    orpc.upload.entries.infiniteOptions({
      input: (offset: number) => ({
        analysisId,
        outcome,
        offset,
        limit: PAGE,
        ...(taken === undefined ? {} : { taken }),
      }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const loaded = pages.reduce((sum, page) => sum + page.entries.length, 0);
        return last.entries.length > 0 && loaded < last.total ? loaded : undefined;
      },
    }),
  );
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.entries) ?? [], [query.data]);
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  if (query.isError) return <Notice text={errorText(query.error)} />;
  return (
    <div className={styles.list}>
      <VirtualList
        label={label}
        items={entries}
        rowHeight={44}
        maxHeight={220}
        keyOf={(entry) => entry.path}
        onEndNear={more}
        render={(entry) => (
          <FileLine
            path={entry.path}
            reason={entry.problem === null ? null : textOf(entry.outcome)(entry.problem).sentence}
            aside={bytes(entry.bytes)}
          />
        )}
      />
    </div>
  );
}
