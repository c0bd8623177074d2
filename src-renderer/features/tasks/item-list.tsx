import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import type { ItemState } from '../../../src-preload/contract/states.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { FileLine } from '../../ui/file-line.tsx';
import { Notice } from '../../ui/notice.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { DifferenceList } from '../metadata/difference-list.tsx';
import { ItemActions } from './item-actions.tsx';
import { type ItemLine, itemLines } from './item-lines.ts';
import styles from './item-list.module.css';

const PAGE = 500;
/** An open list of a running task is asked for again at most this often. */
const REFRESH_MS = 1500;

/** Height of a line in px; where it was compared, that of its head and about that of each difference below it. */
const ROW = 58;
const HEAD = 50;
const DIFFERENCE = 98;
const WRITE = 26;
const heightOf = ({ differences, writes }: ItemLine) =>
  HEAD + (differences?.length ?? 0) * DIFFERENCE + (writes?.length ?? 0) * WRITE;

interface ItemListProps {
  task: Pick<Task, 'id' | 'state' | 'progress'>;
  /** Only the items of this job. Default: those of the whole task. */
  jobId?: number;
  /** Null for items in any state. */
  states: ItemState[] | null;
}

export function ItemList({ task, jobId, states }: ItemListProps) {
  const queries = useQueryClient();
  const query = useInfiniteQuery(
    orpc.tasks.items.infiniteOptions({
      input: (after: number) => ({
        taskId: task.id,
        after,
        limit: PAGE,
        ...(jobId === undefined ? {} : { jobId }),
        ...(states === null ? {} : { states }),
      }),
      initialPageParam: 0,
      getNextPageParam: (last) => last.next ?? undefined,
      // Opened again, it may have gone on meanwhile.
      staleTime: 0,
    }),
  );
  const lines = useMemo(
    () =>
      query.data?.pages.flatMap((page) =>
        page.items.flatMap((item) => itemLines(item, task.state !== 'canceled')),
      ) ?? [],
    [query.data, task.state],
  );
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const { processed } = task.progress;
  // biome-ignore lint/correctness/useExhaustiveDependencies: progress and state are what makes the list old
  useEffect(() => {
    const timer = setTimeout(
      () =>
        void queries.invalidateQueries({ queryKey: orpc.tasks.items.key({ input: { taskId: task.id } }) }),
      REFRESH_MS,
    );
    return () => clearTimeout(timer);
  }, [queries, task.id, processed, task.state]);
  const compares = lines.some((line) => line.differences !== undefined);
  if (query.isError) return <Notice text={errorText(query.error)} />;
  if (query.isSuccess && lines.length === 0) return <p className={styles.none}>No files here.</p>;
  return (
    <VirtualList
      label={jobId === undefined ? 'Files of this task' : `Files of job ${jobId}`}
      items={lines}
      rowHeight={compares ? heightOf : ROW}
      maxHeight={348}
      keyOf={(line) => line.key}
      onEndNear={more}
      render={(line) => <ItemRow line={line} />}
    />
  );
}

function ItemRow({ line }: { line: ItemLine }) {
  const file = <FileLine path={line.path} reason={line.reason} aside={<ItemActions line={line} />} />;
  if (line.differences === undefined) return file;
  return (
    <>
      <div className={styles.compared}>{file}</div>
      {line.differences.length + (line.writes?.length ?? 0) > 0 && (
        <DifferenceList differences={line.differences} writes={line.writes} />
      )}
    </>
  );
}
