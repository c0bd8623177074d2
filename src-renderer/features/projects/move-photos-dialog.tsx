import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { plural } from '../../lib/format/numbers.ts';
import { client } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { openPlan } from '../plans/open-plan.ts';
import styles from './move-photos-dialog.module.css';
import { type MoveTarget, moveTargets } from './move-targets.ts';
import { useProjects, useShownProject } from './projects.ts';

interface MovePhotosDialogProps {
  photoIds: readonly number[];
  onClose(): void;
}

/** Where photos should go: typed in part and chosen with the arrows, or a project that is not there yet. */
export function MovePhotosDialog({ photoIds, onClose }: MovePhotosDialogProps) {
  const projects = useProjects();
  const shown = useShownProject();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const targets = moveTargets(projects, shown?.id ?? null, typed);
  const active = Math.min(at, targets.length - 1);
  const go = useMutation({
    mutationFn: async (target: MoveTarget) =>
      target.id ?? (await client.projects.create({ name: target.name })).id,
    onSuccess: (projectId) => {
      onClose();
      openPlan({ kind: 'move', ids: photoIds, projectId });
    },
  });
  const choose = (target: MoveTarget | undefined) => {
    if (target !== undefined && !go.isPending) go.mutate(target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || targets.length === 0) return;
    event.preventDefault();
    setAt((active + step + targets.length) % targets.length);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Move ${plural(photoIds.length, 'photo')}`}
      description="To which project? Nothing is moved before you have seen what would happen."
      initialFocus={field}
      testId="move-photos"
    >
      <form
        className={styles.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          choose(targets[active]);
        }}
      >
        <TextField
          ref={field}
          label="Project"
          hideLabel
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={targets.length > 0 ? `${listId}-${active}` : undefined}
          placeholder="Name of the project"
          maxLength={200}
          value={typed}
          data-testid="move-project"
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div id={listId} role="listbox" aria-label="Projects" className={styles.list}>
          {targets.map((target, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the focus and has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the field names its active option
            <div
              key={target.id ?? 'new'}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              className={styles.option}
              data-testid="move-target"
              ref={index === active ? scrolledTo : undefined}
              onClick={() => choose(target)}
            >
              <Icon name={target.id === null ? 'plus' : 'folder'} size={16} />
              <span>{target.label}</span>
            </div>
          ))}
        </div>
        {targets.length === 0 && (
          <p className={styles.none}>There is no other project. Type a name for one.</p>
        )}
        {go.isError && <Notice text={errorText(go.error)} />}
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={targets.length === 0} data-testid="move-next">
            Look at what would happen
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function scrolledTo(option: HTMLDivElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}
