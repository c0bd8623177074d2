import { useEffect, useRef, useState } from 'react';
import { bytes, count, plural } from '../../lib/format/numbers.ts';
import { baseName, shownPath } from '../../lib/format/path.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { AnalysisCounter } from './analysis-counter.tsx';
import { AnalysisSummary } from './analysis-summary.tsx';
import styles from './drop-dialog.module.css';
import { importPlan, unreadable } from './import-plan.ts';
import { ProjectChoice } from './project-choice.tsx';
import { closeUpload, confirmUpload, useUpload } from './upload-flow.ts';

/** From the drop to the import: first a counter, then what would happen to which file, then one button. */
export function DropDialog() {
  const { paths, target, progress, analysis, error, starting } = useUpload();
  const [conflicts, setConflicts] = useState<'skip' | 'import'>('skip');
  const plan = analysis === null ? null : importPlan(analysis, conflicts);
  const tooLarge = analysis !== null && plan !== null && plan.bytes > analysis.freeBytes;
  const lost = analysis === null ? 0 : unreadable(analysis).files;
  const ready = plan?.possible === true && !tooLarge;
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Drop, look, Enter; but never out of the field that one types in.
    if (ready && !(document.activeElement instanceof HTMLInputElement)) confirm.current?.focus();
  }, [ready]);
  const noName = 'name' in target && target.name.trim() === '';
  return (
    <Dialog
      open
      onClose={closeUpload}
      width="wide"
      title="Import photos"
      description={sourceText(paths)}
      testId="drop-dialog"
      footer={
        <>
          {plan?.possible && (
            <span className={styles.note}>
              {plural(plan.files, 'file')}, {bytes(plan.bytes)} to copy
              {lost > 0 ? `; ${count(lost)} cannot be read.` : '. The originals stay where they are.'}
            </span>
          )}
          <Button onClick={closeUpload}>Cancel</Button>
          <Button
            look="primary"
            data-testid="drop-confirm"
            ref={confirm}
            disabled={!ready || starting}
            onClick={() => void confirmUpload(conflicts)}
          >
            {starting ? 'Starting…' : buttonText(plan)}
          </Button>
        </>
      }
    >
      <div className={styles.content}>
        <ProjectChoice />
        {error !== null && <Notice text={error} />}
        {tooLarge && plan !== null && (
          <Notice
            text={{
              title: 'The disk has too little room',
              body: `${bytes(plan.bytes)} are needed and ${bytes(analysis.freeBytes)} are free.`,
            }}
          />
        )}
        {analysis === null && error === null && !noName && <AnalysisCounter progress={progress} />}
        {analysis !== null && (
          <AnalysisSummary analysis={analysis} conflicts={conflicts} onConflicts={setConflicts} />
        )}
      </div>
    </Dialog>
  );
}

function sourceText(paths: readonly string[]): string {
  const [first = ''] = paths;
  return paths.length === 1
    ? `From ${shownPath(first)}`
    : `From ${shownPath(baseName(first))} and ${count(paths.length - 1)} more`;
}

function buttonText(plan: ReturnType<typeof importPlan> | null): string {
  if (plan === null) return 'Import';
  if (!plan.possible) return 'Nothing to import';
  if (plan.photos === 0) return `Import ${plural(plan.files, 'file')}`;
  return `Import ${plural(plan.photos, 'photo')}`;
}
