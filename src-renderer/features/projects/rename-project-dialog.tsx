import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import type { Project } from '../../../src-preload/contract/projects.ts';
import { announce } from '../../app/live-regions.tsx';
import { shownPath } from '../../lib/format/path.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './new-project-dialog.module.css';

export function RenameProjectDialog({ project, onClose }: { project: Project; onClose(): void }) {
  const [name, setName] = useState(project.name);
  const field = useRef<HTMLInputElement>(null);
  const rename = useMutation(
    orpc.projects.rename.mutationOptions({
      onSuccess: (renamed) => {
        announce(`The project is called ${shownPath(renamed.name)} now.`);
        onClose();
      },
    }),
  );
  const wanted = name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted === project.name) onClose();
    else if (wanted !== '' && !rename.isPending) rename.mutate({ id: project.id, name: wanted });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rename “${shownPath(project.name)}”`}
      initialFocus={field}
      testId="rename-project"
      description="Its folder in your library gets the new name, too."
    >
      <form className={styles.form} onSubmit={submit}>
        <TextField
          ref={field}
          label="Name"
          value={name}
          maxLength={200}
          data-testid="rename-name"
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
        {rename.isError && <Notice text={errorText(rename.error)} />}
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={wanted === ''} data-testid="rename-confirm">
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
