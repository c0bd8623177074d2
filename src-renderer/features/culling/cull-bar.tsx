import { useId, useMemo } from 'react';
import { useView } from '../../app/view.ts';
import { useBindings } from '../../lib/commands/bindings.ts';
import { keyText } from '../../lib/commands/key-label.ts';
import { runCommand } from '../../lib/commands/registry.tsx';
import type { CommandId } from '../../lib/commands/table.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Switch } from '../../ui/switch.tsx';
import { usePhoto } from '../grid/photos.ts';
import type { ShownPhotos } from '../grid/use-photo-index.ts';
import { setAdvance, useAdvance } from './advance.ts';
import styles from './cull-bar.module.css';
import { keepState } from './decision.ts';
import { useLastDecision } from './last-decision.ts';
import { clearSelection, useSelection } from './selection.ts';
import { StarButtons } from './star-buttons.tsx';
import { TargetLine } from './target-line.tsx';
import { targetsOf } from './targets.ts';
import { useRatingOf } from './use-rating-of.ts';

/** What the keys of culling would be about, and the same decisions for the mouse. In the grid and in the loupe. */
export function CullBar({ shown }: { shown: ShownPhotos }) {
  const cursor = useView((view) => view.cursor);
  const loupe = useView((view) => view.loupe);
  const selection = useSelection((state) => state.ids);
  const targets = useMemo(
    () => targetsOf({ cursor, loupe, selection }, shown),
    [cursor, loupe, selection, shown],
  );
  const advance = useAdvance((state) => state.on);
  const one = usePhoto(targets.selected ? null : (targets.ids[0] ?? null));
  const rating = useRatingOf(targets.ids);
  const several = useId();
  const nobody = targets.ids.length === 0;
  const state = one === undefined ? null : keepState(one);
  const pair = one === undefined || (one.jpgAvailable && one.rawAvailable);
  return (
    <section className={styles.frame} aria-label="Culling" data-testid="cull-bar">
      <div className={styles.bar}>
        <span className={styles.target} data-selected={targets.selected || undefined}>
          <Icon name={targets.selected ? 'check' : 'photos'} size={15} />
          <TargetLine targets={targets} total={shown.ids.length} />
          {targets.selected && (
            <IconButton icon="close" size="small" label="Select none (Esc)" onClick={clearSelection} />
          )}
        </span>
        <fieldset className={`${styles.group} ${styles.keep}`} disabled={nobody}>
          <legend className={styles.legend}>What to keep</legend>
          <Choice id="cull.reject" label="Reject" pressed={state === 'rejected'} />
          <Choice id="cull.jpgOnly" label="JPG only" pressed={pair && state === 'jpg'} />
          <Choice id="cull.rawOnly" label="RAW only" pressed={pair && state === 'raw'} />
          <Choice id="cull.all" label="Keep all" />
        </fieldset>
        <fieldset
          className={`${styles.group} ${styles.rating}`}
          disabled={nobody}
          aria-describedby={rating === 'several' ? several : undefined}
        >
          <legend className={styles.legend}>Rating</legend>
          <StarButtons
            rating={typeof rating === 'number' ? rating : null}
            onRate={(stars) => runCommand(`cull.rate${stars}`)}
          />
          {rating === 'several' && (
            <span id={several} className={styles.several} data-testid="cull-rating-several">
              Several values
            </span>
          )}
          <Choice id="cull.tags" label="Tags…" />
        </fieldset>
        <LastDecision />
        <Switch label="Go on after each" checked={advance} onChange={setAdvance} />
      </div>
    </section>
  );
}

interface ChoiceProps {
  id: CommandId;
  label: string;
  /** Left out for what is no state. */
  pressed?: boolean;
}

function Choice({ id, label, pressed }: ChoiceProps) {
  const key = useBindings((state) => state.commands.find((command) => command.id === id)?.keys[0]);
  return (
    <Button
      look="plain"
      size="small"
      aria-pressed={pressed}
      title={key === undefined ? label : `${label} (${keyText(key)})`}
      data-testid={id}
      // A click leaves the focus with the photos, where the arrows are.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => runCommand(id)}
    >
      {label}
    </Button>
  );
}

function LastDecision() {
  const { text, undoable } = useLastDecision();
  return (
    <span className={styles.last} data-testid="last-decision">
      <span className={styles.lastText} title={text}>
        {text}
      </span>
      {undoable && <Choice id="cull.undo" label="Undo" />}
    </span>
  );
}
