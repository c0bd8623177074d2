import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { showProject } from '../../app/view.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './new-project-dialog.module.css';

export function NewProjectDialog({ onClose }: { onClose(): void }) {
  const [name, setName] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const create = useMutation(
    orpc.projects.create.mutationOptions({
      onSuccess: (project) => {
        showProject(project.id);
        onClose();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') create.mutate({ name: name.trim() });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New project"
      initialFocus={field}
      description="A project is one shoot: one folder in your library."
    >
      <form className={styles.form} onSubmit={submit}>
        <TextField
          ref={field}
          label="Name"
          value={name}
          maxLength={200}
          placeholder="Wedding Anna & Tom"
          onChange={(event) => setName(event.target.value)}
        />
        {create.isError && <Notice text={errorText(create.error)} />}
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={name.trim() === '' || create.isPending}>
            Create project
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
