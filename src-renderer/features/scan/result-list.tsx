import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import type { ScanReport, ScanResult } from '../../../src-preload/contract/batch.ts';
import type { ItemState } from '../../../src-preload/contract/states.ts';
import { baseName, shownPath } from '../../lib/format/path.ts';
import { clockTime } from '../../lib/format/time.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { resultReason, resultText } from '../../lib/texts/scan.ts';
import { hasEnded } from '../../lib/texts/states.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FileLine } from '../../ui/file-line.tsx';
import { Notice } from '../../ui/notice.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { revealPath } from '../tasks/reveal.ts';
import styles from './results-dialog.module.css';

const PAGE = 500;
/** The list of a scan that runs is asked for again at most this often, */
const REFRESH_MS = 1500;
/** and only while it is so short: all pages of 100,000 files would keep the engine busy with nothing else. */
const MOST_REFRESHED = 2;

interface ResultListProps {
  report: ScanReport;
  /** Null for files in any state. */
  states: ItemState[] | null;
}

/** What became of each file, however many there are. */
export function ResultList({ report, states }: ResultListProps) {
  const { task, counts, params } = report;
  const query = useInfiniteQuery(
    orpc.batch.get.infiniteOptions({
      input: (after: number) => ({
        taskId: task.id,
        after,
        limit: PAGE,
        ...(states === null ? {} : { states }),
      }),
      initialPageParam: 0,
      getNextPageParam: (last) => last.next ?? undefined,
      staleTime: 0,
      gcTime: 0,
    }),
  );
  const { data, hasNextPage, isFetching, fetchNextPage, refetch, dataUpdatedAt } = query;
  const results = useMemo(() => data?.pages.flatMap((page) => page.results) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const isShort = (data?.pages.length ?? 0) <= MOST_REFRESHED;
  const ended = hasEnded(task);
  const { total, processed } = counts;
  // biome-ignore lint/correctness/useExhaustiveDependencies: these numbers are what makes the list old
  useEffect(() => {
    // At the end once more, however long: then it stays as it is.
    if (!isShort && !ended) return;
    const timer = setTimeout(() => void refetch(), REFRESH_MS);
    return () => clearTimeout(timer);
  }, [refetch, isShort, total, processed, ended]);
  if (query.isError) return <Notice text={errorText(query.error)} />;
  if (query.isSuccess && results.length === 0)
    return (
      <p className={styles.none} data-testid="scan-no-results">
        {ended ? 'No files here.' : 'Nothing here yet.'}
      </p>
    );
  return (
    <>
      {!isShort && !ended && (
        <p className={styles.old} data-testid="scan-list-old">
          <span>The list is as it was at {clockTime(dataUpdatedAt)}.</span>
          <Button size="small" look="plain" onClick={() => void refetch()}>
            Bring it up to date
          </Button>
        </p>
      )}
      <VirtualList
        label="Files of this scan"
        items={results}
        rowHeight={50}
        maxHeight={350}
        keyOf={(result) => result.path}
        onEndNear={more}
        render={(result) => <ResultLine result={result} dryRun={params.dryRun} />}
      />
    </>
  );
}

function ResultLine({ result, dryRun }: { result: ScanResult; dryRun: boolean }) {
  const name = shownPath(baseName(result.path));
  return (
    <FileLine
      path={result.path}
      reason={resultReason(result)}
      aside={
        <>
          {resultText(result, dryRun)}
          <IconButton
            icon="reveal"
            size="small"
            label={`Reveal ${name}`}
            title="Reveal in its folder"
            data-testid="scan-reveal"
            onClick={() => void revealPath(result.path)}
          />
        </>
      }
    />
  );
}
