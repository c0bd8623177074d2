import { useId } from 'react';
import { plural } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { usePhoto } from '../grid/photos.ts';
import { useProjects } from '../projects/projects.ts';
import type { MetadataTarget } from './open-metadata.ts';
import styles from './target-choice.module.css';
import { useWaiting } from './use-waiting.ts';

interface TargetChoiceProps {
  targets: readonly MetadataTarget[];
  chosen: number;
  onChoose(at: number): void;
}

/** Of which photos something is to be done. */
export function TargetChoice({ targets, chosen, onChoose }: TargetChoiceProps) {
  const name = useId();
  return (
    <fieldset className={styles.targets}>
      <legend>Of which photos</legend>
      {targets.map((target, at) => (
        <label key={keyOf(target)} className={styles.target}>
          <input
            type="radio"
            name={name}
            checked={at === chosen}
            data-testid={`metadata-of-${keyOf(target)}`}
            onChange={() => onChoose(at)}
          />
          <TargetName target={target} />
        </label>
      ))}
    </fieldset>
  );
}

const keyOf = (target: MetadataTarget) =>
  'photoIds' in target
    ? 'photos'
    : 'waiting' in target
      ? 'waiting'
      : 'projectId' in target
        ? 'project'
        : 'all';

function TargetName({ target }: { target: MetadataTarget }) {
  const project = useProjects().find((entry) => 'projectId' in target && entry.id === target.projectId);
  const single = 'photoIds' in target && target.photoIds.length === 1 ? (target.photoIds[0] ?? null) : null;
  const photo = usePhoto(single);
  if ('waiting' in target) return <WaitingPhotos />;
  if ('projectId' in target) return <span>All of “{shownPath(project?.name ?? '')}”</span>;
  if ('all' in target) return <span>All photos of the library</span>;
  if (photo !== undefined) return <span>{shownPath(photo.name)}</span>;
  return (
    <span>
      {single === null ? `${plural(target.photoIds.length, 'selected photo')}` : 'The chosen photo'}
    </span>
  );
}

function WaitingPhotos() {
  const waiting = useWaiting();
  return <span>All that are not written yet{waiting === null ? '' : `: ${plural(waiting, 'photo')}`}</span>;
}
