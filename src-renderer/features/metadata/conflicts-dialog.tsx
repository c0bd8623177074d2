import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { count } from '../../lib/format/numbers.ts';
import { client, orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { leftText } from '../../lib/texts/metadata.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { photoLoader } from '../grid/photos.ts';
import { useAction } from '../tasks/use-action.ts';
import { type Conflict, ConflictRow, type Keep } from './conflict-row.tsx';
import styles from './conflicts-dialog.module.css';
import { closeMetadataDialog } from './open-metadata.ts';
import { conflictsQuery, useConflicts } from './use-conflicts.ts';

/** One after the other: which side counts. With the keyboard, Enter after Enter goes down the list. */
export function ConflictsDialog({ photoId }: { photoId: number | null }) {
  const { data, error } = useConflicts(photoId);
  const queries = useQueryClient();
  const run = useAction();
  const list = useRef<HTMLUListElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  /** Where the focus is to be when the row that had it is gone. */
  const next = useRef<{ at: number; keep: Keep } | null>(null);
  const conflicts = data?.conflicts ?? [];
  const total = data?.total ?? 0;
  const ids = JSON.stringify([...new Set(conflicts.map(({ photoId }) => photoId))]);
  useEffect(() => photoLoader.show('conflicts', JSON.parse(ids) as number[]), [ids]);
  useEffect(() => () => photoLoader.show('conflicts', []), []);
  useEffect(() => {
    if (next.current === null || data === undefined) return;
    const { at, keep } = next.current;
    next.current = null;
    const buttons = list.current?.querySelectorAll<HTMLElement>(`[data-keep=${keep}]`) ?? [];
    (buttons[Math.min(at, buttons.length - 1)] ?? close.current)?.focus();
  }, [data]);

  const decide = (conflict: Conflict, at: number, keep: Keep) =>
    run(async () => {
      const left = await resolved(conflict, keep);
      next.current = { at, keep };
      queries.setQueryData(conflictsQuery(photoId).queryKey, (old) =>
        old === undefined
          ? old
          : {
              conflicts: old.conflicts.filter((entry) => !isSame(entry, conflict)),
              // What the engine counts are those of the whole library.
              total: (photoId === null ? left : null) ?? Math.max(0, old.total - 1),
            },
      );
      announce(left === null ? 'This was decided already.' : `${SAID[keep]} ${leftText(left)}.`);
      await queries.invalidateQueries({ queryKey: orpc.metadata.conflicts.key() });
      await queries.invalidateQueries({ queryKey: orpc.metadata.state.key() });
    });

  return (
    <Dialog
      open
      onClose={closeMetadataDialog}
      width="wide"
      title="Metadata conflicts"
      description="Changed in the library and in a file since the two last agreed. Say which counts; no file is touched."
      testId="metadata-conflicts"
      footer={
        <>
          {total > 0 && (
            <span className={styles.left} data-testid="metadata-conflicts-left">
              {leftText(total)}
            </span>
          )}
          <Button ref={close} onClick={closeMetadataDialog}>
            {total > 0 ? 'Later' : 'Close'}
          </Button>
        </>
      }
    >
      {error !== null && <Notice text={errorText(error)} />}
      {data !== undefined && total === 0 && (
        <p className={styles.none} data-testid="metadata-no-conflicts">
          <Icon name="done" size={22} />
          {photoId === null
            ? 'Nothing to decide: the library and the files do not contradict each other.'
            : 'Nothing to decide any more: this photo and its files do not contradict each other.'}
        </p>
      )}
      <ul ref={list} className={styles.list} aria-label="Conflicts">
        {conflicts.map((conflict, at) => (
          <ConflictRow
            key={`${conflict.photoId}/${conflict.field}`}
            conflict={conflict}
            onDecide={(keep) => decide(conflict, at, keep)}
          />
        ))}
      </ul>
      {total > conflicts.length && conflicts.length > 0 && (
        <p className={styles.more}>These are the first {count(conflicts.length)}; the others follow.</p>
      )}
    </Dialog>
  );
}

const SAID: Record<Keep, string> = {
  library: 'The library’s is kept.',
  files: 'The file’s is taken.',
};

const isSame = (a: Conflict, b: Conflict) => a.photoId === b.photoId && a.field === b.field;

/** How many are left; null where somebody else had decided it before. */
async function resolved({ photoId, field }: Conflict, keep: Keep): Promise<number | null> {
  try {
    return (await client.metadata.resolve({ photoId, field, keep })).left;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'NOTHING_TO_DO') return null;
    throw error;
  }
}
