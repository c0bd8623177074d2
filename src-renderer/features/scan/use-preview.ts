import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { ScanParams, ScanPreview } from '../../../src-preload/contract/batch.ts';
import { client, orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import type { SeenFile } from '../../lib/texts/scan.ts';
import { hasEnded } from '../../lib/texts/states.ts';
import { noteDryRun } from './dry-runs.ts';
import { stopScan } from './stop-scan.ts';

/** Files that a preview shows; a dry run's whole list is shown as results. */
const SHOWN = 500;
/** A folder that takes long is asked about this often. */
const EVERY_MS = 700;

export interface Seen {
  looked: number;
  matched: number;
  /** Null while it is not known of all of them. */
  bytes: number | null;
  files: readonly SeenFile[];
  /** True while more is being found. */
  goesOn: boolean;
  /** The dry run behind it, where the folder was too large for one look. */
  taskId: string | null;
}

export interface Preview {
  /** Null before the first look, and after what was typed has changed. */
  seen: Seen | null;
  looking: boolean;
  /** @throws what the call was refused with */
  look(params: ScanParams): Promise<void>;
  /** Forgets what was seen, and ends the dry run behind it. */
  release(): Promise<void>;
  /** The same, for those who do not wait for it. */
  drop(): void;
  /** Leaves the dry run to somebody else. */
  handOver(): void;
}

/** What a scan would find and do. A large folder is looked through by a dry run, which ends with the preview. */
export function usePreview(): Preview {
  const [preview, setPreview] = useState<ScanPreview | null>(null);
  const [looking, setLooking] = useState(false);
  const owned = useRef<string | null>(null);
  /** The look that counts: what an older one answers is thrown away. */
  const turn = useRef(0);
  const release = useCallback(async () => {
    turn.current += 1;
    setPreview(null);
    setLooking(false);
    const taskId = owned.current;
    owned.current = null;
    if (taskId !== null) await stopScan(taskId);
  }, []);
  const drop = useCallback(() => {
    release().catch((error: unknown) => {
      const { title, body } = errorText(error);
      toast.error(title, { description: body, testId: 'toast' });
    });
  }, [release]);
  useEffect(() => drop, [drop]);

  const taskId = preview?.taskId ?? null;
  const report = useQuery(
    orpc.batch.get.queryOptions({
      input: { taskId: taskId ?? '', limit: SHOWN },
      enabled: taskId !== null,
      gcTime: 0,
      refetchInterval: ({ state }) =>
        state.data !== undefined && hasEnded(state.data.task) ? false : EVERY_MS,
    }),
  ).data;

  const look = async (params: ScanParams) => {
    await release();
    const mine = turn.current;
    setLooking(true);
    try {
      const found = await client.batch.preview({ ...params, limit: SHOWN });
      if (found.taskId !== null) noteDryRun(found.taskId, 'preview');
      if (turn.current !== mine) {
        if (found.taskId !== null) await stopScan(found.taskId);
        return;
      }
      owned.current = found.taskId;
      setPreview(found);
    } catch (error) {
      // A look that nobody waits for any more has nothing to say.
      if (turn.current === mine) throw error;
    } finally {
      if (turn.current === mine) setLooking(false);
    }
  };
  const handOver = () => {
    if (owned.current !== null) noteDryRun(owned.current, 'asked');
    owned.current = null;
  };
  return { seen: preview === null ? null : seenOf(preview, report), looking, look, release, drop, handOver };
}

type Report = Awaited<ReturnType<typeof client.batch.get>>;

function seenOf(preview: ScanPreview, report: Report | undefined): Seen {
  const { taskId } = preview;
  if (taskId === null) return { ...preview, goesOn: false };
  // The task begins anew: until it has come further, the first look has seen more.
  if (report === undefined || report.looked < preview.looked)
    return { ...preview, bytes: null, goesOn: report === undefined || !hasEnded(report.task) };
  const { looked, counts, results, task } = report;
  return { looked, matched: counts.total, bytes: null, files: results, goesOn: !hasEnded(task), taskId };
}
