import { useEffect, useRef, useState } from 'react';
import { shownPath } from '../../lib/format/path.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuChoice } from '../../ui/menu.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useProjects } from '../projects/projects.ts';
import styles from './project-choice.module.css';
import { dayName, suggestProjectName } from './suggest-project.ts';
import { retargetUpload, useUpload } from './upload-flow.ts';

const NEW = 'new';
/** A name that has not changed for this long is looked at. */
const SETTLED_MS = 600;

/** Which project takes the photos: one that is there, or a new one by name. */
export function ProjectChoice() {
  const target = useUpload((flow) => flow.target);
  const paths = useUpload((flow) => flow.paths);
  const starting = useUpload((flow) => flow.starting);
  const projects = useProjects();
  const chosen = 'id' in target ? projects.find((project) => project.id === target.id) : undefined;
  const choose = (value: string) =>
    retargetUpload(
      value === NEW ? { name: suggestProjectName(paths, dayName(new Date())) } : { id: Number(value) },
    );
  return (
    <div className={styles.row}>
      <span className={styles.label}>Into</span>
      <Menu
        trigger={
          <Button icon="folder" disabled={starting} data-testid="drop-project">
            <span className={styles.name}>
              {chosen === undefined ? 'A new project' : shownPath(chosen.name)}
            </span>
          </Button>
        }
      >
        <MenuChoice
          label="Import into"
          value={'id' in target ? String(target.id) : NEW}
          options={[
            { value: NEW, label: 'A new project…' },
            ...projects.map((project) => ({ value: String(project.id), label: shownPath(project.name) })),
          ]}
          onChange={choose}
        />
      </Menu>
      {'name' in target && <NewName key={paths[0]} initial={target.name} disabled={starting} />}
    </div>
  );
}

function NewName({ initial, disabled }: { initial: string; disabled: boolean }) {
  const projects = useProjects();
  const [name, setName] = useState(initial);
  const commit = () => {
    const wanted = name.trim();
    if (wanted === initial) return;
    const known = projects.find((project) => project.name.toLowerCase() === wanted.toLowerCase());
    retargetUpload(known === undefined ? { name: wanted } : { id: known.id });
  };
  const latest = useRef(commit);
  latest.current = commit;
  useEffect(() => {
    // While one still types; so that the way to the Import button is not one click longer than it looks.
    if (name.trim() === '') return;
    const timer = setTimeout(() => latest.current(), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [name]);
  return (
    <TextField
      className={styles.field}
      label="Name of the new project"
      hideLabel
      value={name}
      maxLength={200}
      disabled={disabled}
      data-testid="drop-project-name"
      placeholder="Name of the new project"
      onChange={(event) => setName(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
