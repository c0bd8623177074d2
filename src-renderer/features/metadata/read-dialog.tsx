import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { showTasks } from '../../app/view.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { NOT_ALLOWED, READ_RULES } from '../../lib/texts/metadata-settings.ts';
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

/** Says what reading does, of which photos, and offers to look first. */
export function ReadDialog({ targets }: { targets: readonly MetadataTarget[] }) {
  const [chosen, setChosen] = useState(0);
  const [onlyShow, setOnlyShow] = useState(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const settings = useMetadataSettings();
  const forbidden = settings?.allowManualImport === false;
  const target = targets[chosen];
  const start = useMutation({
    mutationFn: (input: MetadataTarget) => startMetadata('import', input, onlyShow),
    onSuccess: (taskId) => {
      closeMetadataDialog();
      showTasks(taskId ?? undefined);
      announce(onlyShow ? 'Looking at what would change.' : 'Reading metadata.');
    },
  });
  return (
    <Dialog
      open
      onClose={closeMetadataDialog}
      title="Read metadata from files"
      description="Takes over what other programs wrote into photos or beside them: ratings, titles, captions, tags, people, time and place. What you changed here stays, no file is touched, and where both were changed you are asked."
      testId="metadata-read"
      initialFocus={confirm}
      footer={
        <>
          <Button onClick={closeMetadataDialog}>Cancel</Button>
          <Button
            ref={confirm}
            look="primary"
            disabled={forbidden}
            data-testid="metadata-read-confirm"
            onClick={() => target !== undefined && !start.isPending && start.mutate(target)}
          >
            {onlyShow ? 'Show what would change' : 'Read metadata'}
          </Button>
        </>
      }
    >
      <div className={styles.content}>
        {forbidden && <Notice tone="warn" text={NOT_ALLOWED.read} />}
        <TargetChoice targets={targets} chosen={chosen} onChoose={setChosen} />
        {settings !== null && (
          <SettingLine choice={READ_RULES[settings.readPreference]} testId="metadata-read-rule" />
        )}
        <Switch label="Only show what would change" checked={onlyShow} onChange={setOnlyShow} />
        {start.isError && <Notice text={errorText(start.error)} />}
      </div>
    </Dialog>
  );
}
