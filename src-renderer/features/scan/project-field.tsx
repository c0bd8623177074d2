import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { shownPath } from '../../lib/format/path.ts';
import { client } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Button } from '../../ui/button.tsx';
import { FieldNotes, notesId } from '../../ui/field-notes.tsx';
import { Menu, MenuChoice } from '../../ui/menu.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useProjects } from '../projects/projects.ts';
import styles from './scan-fields.module.css';
import type { ScanFormState } from './use-scan-form.ts';

const NEW = 'new';

/** Which project takes the photos: one that is there, or a new one, which is made at once and not by the scan. */
export function ProjectField({ state }: { state: ScanFormState }) {
  const { form, trouble, change } = state;
  const projects = useProjects();
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const id = useId();
  const chooser = useRef<HTMLButtonElement>(null);
  /** The field goes, and the focus with it to what it was opened from. */
  const endNaming = () => {
    setNaming(false);
    setName('');
    chooser.current?.focus();
  };
  const problem = trouble.fields.projectId;
  const chosen = projects.find((project) => project.id === form.projectId);
  const make = useMutation({
    mutationFn: (wanted: string) => client.projects.create({ name: wanted }),
    onSuccess: (project) => {
      change({ projectId: project.id });
      endNaming();
      announce(`The project ${shownPath(project.name)} was made.`);
    },
  });
  const create = () => {
    if (name.trim() !== '' && !make.isPending) make.mutate(name.trim());
  };
  const label = chosen === undefined ? 'Choose a project' : shownPath(chosen.name);
  return (
    <div>
      <div className={styles.choice}>
        <span className={styles.label}>Into</span>
        <Menu
          trigger={
            <Button
              ref={chooser}
              icon="folder"
              aria-label={`Into the project, ${label}`}
              data-invalid={problem !== undefined || undefined}
              aria-describedby={notesId(id, { problem })}
              data-testid="scan-project"
            >
              <span className={styles.name}>{label}</span>
            </Button>
          }
        >
          <MenuChoice
            label="Import into"
            value={naming ? NEW : String(form.projectId ?? '')}
            options={[
              ...projects.map((project) => ({ value: String(project.id), label: shownPath(project.name) })),
              { value: NEW, label: 'A new project…' },
            ]}
            onChange={(value) => {
              setNaming(value === NEW);
              if (value !== NEW) change({ projectId: Number(value) });
            }}
          />
        </Menu>
        {naming && (
          <>
            <TextField
              className={styles.wide}
              label="Name of the new project"
              hideLabel
              placeholder="Name of the new project"
              value={name}
              maxLength={200}
              // It was asked for in the menu a moment ago.
              autoFocus
              data-testid="scan-project-name"
              onChange={(event) => setName(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' && event.key !== 'Escape') return;
                event.preventDefault();
                // Escape takes the name back, and not all that the dialog holds.
                event.stopPropagation();
                if (event.key === 'Enter') create();
                else endNaming();
              }}
            />
            <Button disabled={name.trim() === ''} data-testid="scan-project-make" onClick={create}>
              Make it
            </Button>
          </>
        )}
      </div>
      <FieldNotes id={id} problem={make.isError && naming ? errorText(make.error).title : problem} />
    </div>
  );
}
