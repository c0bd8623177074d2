import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { showTasks } from '../../app/view.ts';
import { plural } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { usePhoto } from '../grid/photos.ts';
import { useProjects } from '../projects/projects.ts';
import { closeMetadataDialog, type ReadTarget } from './open-metadata.ts';
import styles from './read-dialog.module.css';
import { startRead } from './start-read.ts';

/** Says what reading does, of which photos, and offers to look first. */
export function ReadDialog({ targets }: { targets: readonly ReadTarget[] }) {
  const [chosen, setChosen] = useState(0);
  const [onlyShow, setOnlyShow] = useState(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const name = useId();
  const target = targets[chosen];
  const start = useMutation({
    mutationFn: (input: ReadTarget) => startRead(input, onlyShow),
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
      description="Takes over the ratings, titles, captions and tags that other programs wrote into photos or beside them. What you changed here stays, no file is touched, and where both were changed you are asked."
      testId="metadata-read"
      initialFocus={confirm}
      footer={
        <>
          <Button onClick={closeMetadataDialog}>Cancel</Button>
          <Button
            ref={confirm}
            look="primary"
            data-testid="metadata-read-confirm"
            onClick={() => target !== undefined && !start.isPending && start.mutate(target)}
          >
            {onlyShow ? 'Show what would change' : 'Read metadata'}
          </Button>
        </>
      }
    >
      <div className={styles.content}>
        <fieldset className={styles.targets}>
          <legend>Of which photos</legend>
          {targets.map((entry, at) => (
            <label key={keyOf(entry)} className={styles.target}>
              <input
                type="radio"
                name={name}
                checked={at === chosen}
                data-testid={`metadata-of-${keyOf(entry)}`}
                onChange={() => setChosen(at)}
              />
              <TargetName target={entry} />
            </label>
          ))}
        </fieldset>
        <Switch label="Only show what would change" checked={onlyShow} onChange={setOnlyShow} />
        {start.isError && <Notice text={errorText(start.error)} />}
      </div>
    </Dialog>
  );
}

const keyOf = (target: ReadTarget) =>
  'photoIds' in target ? 'photos' : 'projectId' in target ? 'project' : 'all';

function TargetName({ target }: { target: ReadTarget }) {
  const project = useProjects().find((entry) => 'projectId' in target && entry.id === target.projectId);
  const single = 'photoIds' in target && target.photoIds.length === 1 ? (target.photoIds[0] ?? null) : null;
  const photo = usePhoto(single);
  if ('projectId' in target) return <span>All of “{shownPath(project?.name ?? '')}”</span>;
  if ('all' in target) return <span>All photos of the library</span>;
  if (photo !== undefined) return <span>{shownPath(photo.name)}</span>;
  return (
    <span>
      {single === null ? `${plural(target.photoIds.length, 'selected photo')}` : 'The chosen photo'}
    </span>
  );
}
