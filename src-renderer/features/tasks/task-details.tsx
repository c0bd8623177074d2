import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ItemState } from '../../../src-preload/contract/states.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { count } from '../../lib/format/numbers.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { hasEnded } from '../../lib/texts/states.ts';
import { askedText } from '../../lib/texts/waiting.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { OnlyLooked } from '../metadata/only-looked.tsx';
import { ScanSummary } from '../scan/scan-summary.tsx';
import { ItemList } from './item-list.tsx';
import { StepList } from './step-list.tsx';
import styles from './task-details.module.css';

type Tab = 'failed' | 'differs' | 'skipped' | 'open' | 'all' | 'steps';

const STATES: Record<Exclude<Tab, 'steps' | 'all'>, ItemState[]> = {
  failed: ['failed'],
  differs: ['done'],
  skipped: ['skipped'],
  open: ['running', 'pending'],
};

/** What a task is made of, and what became of each of its files. */
export function TaskDetails({ task }: { task: Task }) {
  const { failed, succeeded, skipped, processed, total } = task.progress;
  const compares = task.type === 'metadata_import';
  const writes = task.type === 'metadata_write';
  const open = hasEnded(task) ? 0 : total - processed;
  const [chosen, setTab] = useState<Tab | null>(null);
  const details = useQuery(orpc.tasks.get.queryOptions({ input: { id: task.id } }));
  const tabs: { id: Tab; label: string; shown: boolean }[] = [
    { id: 'failed', label: `Failed ${count(failed)}`, shown: failed > 0 },
    {
      id: 'differs',
      label: `${compares ? 'Differs' : 'To files'} ${count(succeeded)}`,
      shown: (compares || writes) && succeeded > 0,
    },
    { id: 'skipped', label: `Skipped ${count(skipped)}`, shown: skipped > 0 },
    { id: 'open', label: `To do ${count(open)}`, shown: open > 0 },
    { id: 'all', label: `All ${count(total)}`, shown: true },
    { id: 'steps', label: 'Steps', shown: true },
  ];
  const shown = tabs.filter((entry) => entry.shown);
  // Failures are what one opens a task for, where there are any. A tab that was chosen may be empty by now.
  const [usual = 'steps'] = (['failed', 'differs', 'skipped'] as const).filter((id) =>
    shown.some((entry) => entry.id === id),
  );
  const tab = shown.find((entry) => entry.id === chosen)?.id ?? usual;
  return (
    <div className={styles.details}>
      <OnlyLooked task={task} />
      {task.type === 'batch_scan' && <ScanSummary taskId={task.id} />}
      <fieldset className={styles.tabs}>
        <legend className={styles.legend}>What to show of this task</legend>
        {shown.map((entry) => (
          <Button
            key={entry.id}
            size="small"
            look="plain"
            aria-pressed={tab === entry.id}
            data-testid={`task-tab-${entry.id}`}
            onClick={() => setTab(entry.id)}
          >
            {entry.label}
          </Button>
        ))}
      </fieldset>
      {tab === 'steps' ? (
        <>
          <p className={styles.asked}>
            {askedText(task, Date.now())}. Priority {task.priority}.
          </p>
          {details.isError && <Notice text={errorText(details.error)} />}
          {details.data !== undefined && (
            <StepList task={task} steps={details.data.steps} jobs={details.data.jobs} />
          )}
        </>
      ) : (
        <ItemList key={tab} task={task} states={tab === 'all' ? null : STATES[tab]} />
      )}
    </div>
  );
}
