import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Undoable } from '../../../src-preload/contract/changes.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { undoableNote, undoableTitle } from '../../lib/texts/trash.ts';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { openPlan } from '../plans/open-plan.ts';
import styles from './undoable-list.module.css';

const LIMIT = 100;
/** Beyond these, somebody looks for an old one, and asks. */
const FIRST = 3;

const ICONS: Record<Undoable['kind'], IconName> = {
  commit: 'trash',
  move: 'move',
  project_delete: 'folder',
  write: 'tag',
};

/** What was done to originals and can be taken back as a whole, newest first. */
export function UndoableList() {
  const { data, error } = useQuery(orpc.changes.undoables.queryOptions({ input: { limit: LIMIT } }));
  const [all, setAll] = useState(false);
  if (error !== null) return <Notice text={errorText(error)} />;
  if (data === undefined || data.length === 0) return null;
  const now = Date.now();
  return (
    <section className={styles.section} aria-label="What can be undone" data-testid="undoables">
      <h2 className={styles.heading}>What can be undone</h2>
      <ul className={styles.list}>
        {(all ? data : data.slice(0, FIRST)).map((undoable) => {
          const title = undoableTitle(undoable, now);
          return (
            <li key={undoable.taskId} className={styles.line} data-testid="undoable">
              <Icon name={ICONS[undoable.kind]} size={17} className={styles.icon} />
              <span className={styles.text}>
                <span>{title}</span>
                <span className={styles.note}>{undoableNote(undoable, now)}</span>
              </span>
              <Button
                size="small"
                aria-label={`Undo: ${title}`}
                data-testid="undo"
                onClick={() => openPlan({ kind: 'undo', taskId: undoable.taskId })}
              >
                Undo…
              </Button>
            </li>
          );
        })}
      </ul>
      {data.length > FIRST && (
        <Button size="small" look="plain" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show the last ones only' : `Show all ${data.length}`}
        </Button>
      )}
    </section>
  );
}
