import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { orpc } from '../../lib/rpc/client.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './commit-bar.module.css';
import { amountText } from './commit-texts.ts';
import { undoChange } from './undo-commit.ts';

/** The last commit, as long as nothing else has happened: one press takes it back. */
export function CommittedLine({ task, onClose }: { task: Task; onClose(): void }) {
  const [closed, setClosed] = useState(false);
  const [last] = useQuery(orpc.changes.undoables.queryOptions({ input: { limit: 1 } })).data ?? [];
  const undo = () => void undoChange(task.id);
  const undoable = last?.taskId === task.id ? last : null;
  useCommands({ 'commit.undo': () => undoable !== null && undo() });
  if (undoable === null || closed) return null;
  return (
    <div className={styles.bar} data-testid="committed-bar">
      <Icon name="done" size={16} />
      <span className={styles.text} role="status">
        {amountText(undoable)} moved to the trash
      </span>
      <Button size="small" icon="undo" data-testid="commit-undo" onClick={undo}>
        Undo commit
      </Button>
      <IconButton
        icon="close"
        size="small"
        label="Close"
        onClick={() => {
          setClosed(true);
          onClose();
        }}
      />
    </div>
  );
}
