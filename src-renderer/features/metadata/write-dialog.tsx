import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { showTasks } from '../../app/view.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { NOT_ALLOWED, WRITE_MODES } from '../../lib/texts/metadata-settings.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { closeMetadataDialog, type MetadataTarget } from './open-metadata.ts';
import { SettingLine } from './setting-line.tsx';
import { startMetadata } from './start-metadata.ts';
import styles from './target-choice.module.css';
import { TargetChoice } from './target-choice.tsx';
import { useMetadataSettings } from './use-metadata-settings.ts';

/** Says what is written where, of which photos, and offers to look first. */
export function WriteDialog({ targets }: { targets: readonly MetadataTarget[] }) {
  const [chosen, setChosen] = useState(0);
  const [onlyShow, setOnlyShow] = useState(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const settings = useMetadataSettings();
  const forbidden = settings?.allowManualWrite === false;
  const target = targets[chosen];
  const start = useMutation({
    mutationFn: (input: MetadataTarget) => startMetadata('write', input, onlyShow),
    onSuccess: (taskId) => {
      closeMetadataDialog();
      if (taskId === null) return announce('Nothing waits to be written.');
      showTasks(taskId);
      announce(onlyShow ? 'Looking at what would be written.' : 'Writing metadata.');
    },
  });
  return (
    <Dialog
      open
      onClose={closeMetadataDialog}
      title="Write metadata to files"
      description="Makes the files say what the library says: ratings, titles, captions, tags, people, time and place. What other programs wrote beside that stays. Each file is read back before it counts as written, and what it was before is kept, so that it can be undone."
      testId="metadata-write"
      initialFocus={confirm}
      footer={
        <>
          <Button onClick={closeMetadataDialog}>Cancel</Button>
          <Button
            ref={confirm}
            look="primary"
            disabled={forbidden}
            data-testid="metadata-write-confirm"
            onClick={() => target !== undefined && !start.isPending && start.mutate(target)}
          >
            {onlyShow ? 'Show what would be written' : 'Write metadata'}
          </Button>
        </>
      }
    >
      <div className={styles.content}>
        {forbidden && <Notice tone="warn" text={NOT_ALLOWED.write} />}
        <TargetChoice targets={targets} chosen={chosen} onChoose={setChosen} />
        {settings !== null && (
          <SettingLine choice={WRITE_MODES[settings.writeMode]} testId="metadata-write-where" />
        )}
        <Switch label="Only show what would be written" checked={onlyShow} onChange={setOnlyShow} />
        {start.isError && <Notice text={errorText(start.error)} />}
      </div>
    </Dialog>
  );
}
