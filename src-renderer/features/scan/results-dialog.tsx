import { useRef, useState } from 'react';
import type { ScanReport } from '../../../src-preload/contract/batch.ts';
import type { ItemState } from '../../../src-preload/contract/states.ts';
import { announce } from '../../app/live-regions.tsx';
import { count } from '../../lib/format/numbers.ts';
import { client } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { filtersText, scanText, scanTitle } from '../../lib/texts/scan.ts';
import { hasEnded } from '../../lib/texts/states.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useProjects } from '../projects/projects.ts';
import { useAction } from '../tasks/use-action.ts';
import { openScan } from './open-scan.ts';
import { ResultList } from './result-list.tsx';
import styles from './results-dialog.module.css';
import { formOf } from './scan-form.ts';
import { ScanProgress } from './scan-progress.tsx';
import { useScan } from './use-scan.ts';

interface ResultsDialogProps {
  taskId: string;
  onClose(): void;
}

/** A scan while it runs and after it: how far it is, what it has started, and what became of each file. */
export function ResultsDialog({ taskId, onClose }: ResultsDialogProps) {
  const { data, error } = useScan(taskId);
  const run = useAction();
  const close = useRef<HTMLButtonElement>(null);
  /** One goes on to another task, and the focus with one. */
  const goesOn = useRef(false);
  const projects = useProjects();
  const project = projects.find(({ id }) => id === data?.params.projectId)?.name ?? null;
  const isOpen = data !== undefined && !(hasEnded(data.task) && data.follows.every(hasEnded));
  const canceling = data !== undefined && data.task.cancelRequestedAt !== null && isOpen;
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={data === undefined ? 'Scan' : scanTitle(data.params.path)}
      description={
        data === undefined
          ? undefined
          : [scanText(data.params, project), filtersText(data.params)]
              .filter((part) => part !== '')
              .join(' · ')
      }
      testId="scan-results"
      initialFocus={close}
      returnsFocus={() => !goesOn.current}
      footer={
        <>
          {isOpen && (
            <span className={styles.note}>
              It goes on when you close this; its row in the tasks leads back.
            </span>
          )}
          {isOpen && (
            <Button
              disabled={canceling}
              data-testid="scan-cancel"
              onClick={() => {
                close.current?.focus();
                run(() => client.batch.cancel({ taskId }), 'The scan is being canceled.');
              }}
            >
              {canceling ? 'Canceling…' : 'Cancel scan'}
            </Button>
          )}
          {data?.params.dryRun === true && !isOpen && (
            <Button data-testid="scan-do-it" onClick={() => openScan(formOf(data.params))}>
              Scan this for real…
            </Button>
          )}
          <Button ref={close} onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      {error !== null && <Notice text={errorText(error)} />}
      {data !== undefined && (
        <div className={styles.content}>
          <ScanProgress
            report={data}
            onLeave={() => {
              goesOn.current = true;
              onClose();
            }}
          />
          <Results report={data} />
        </div>
      )}
    </Dialog>
  );
}

type Tab = 'all' | 'failed' | 'skipped' | 'done' | 'open' | 'canceled';

const STATES: Record<Tab, ItemState[] | null> = {
  all: null,
  failed: ['failed'],
  skipped: ['skipped'],
  done: ['done'],
  open: ['pending', 'running'],
  canceled: ['canceled'],
};

/** The files, all of them or those in one state. */
function Results({ report }: { report: ScanReport }) {
  const { counts, task, params } = report;
  const [chosen, setChosen] = useState<Tab>('all');
  const ended = hasEnded(task);
  const tabs: { id: Tab; label: string; files: number }[] = [
    { id: 'all', label: 'All', files: counts.total },
    { id: 'failed', label: 'Failed', files: counts.failed },
    { id: 'skipped', label: 'Left out', files: counts.skipped },
    { id: 'done', label: params.dryRun ? 'Would be done' : 'Done', files: counts.succeeded },
    ended
      ? { id: 'canceled', label: 'Canceled', files: counts.remaining }
      : { id: 'open', label: 'To do', files: counts.remaining },
  ];
  const shown = tabs.filter(({ id, files }) => id === 'all' || files > 0);
  // One that was chosen may be empty by now.
  const tab = shown.some(({ id }) => id === chosen) ? chosen : 'all';
  return (
    <div>
      <fieldset className={styles.tabs}>
        <legend className={styles.legend}>Which files to show</legend>
        {shown.map(({ id, label, files }) => (
          <Button
            key={id}
            size="small"
            look="plain"
            aria-pressed={tab === id}
            data-testid={`scan-tab-${id}`}
            onClick={() => {
              setChosen(id);
              announce(`${label}: ${count(files)}`);
            }}
          >
            {label} {count(files)}
          </Button>
        ))}
      </fieldset>
      <ResultList key={tab} report={report} states={STATES[tab]} />
    </div>
  );
}
