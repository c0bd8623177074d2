import { type ReactNode, useEffect, useId } from 'react';
import type { Plan } from '../../../src-preload/contract/plans.ts';
import { announce } from '../../app/live-regions.tsx';
import { plural } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { byRoleText, keptLastText, totalsText, volumeText } from '../../lib/texts/plans.ts';
import { Icon } from '../../ui/icon.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import styles from './plan-summary.module.css';

/** How much of it there is, and what one would want to know before it is done. */
export function PlanSummary({ plan }: { plan: Plan }) {
  const collisionsId = useId();
  const { collisions, volumes, keptLastPicture } = plan;
  const away = volumes.filter((volume) => volume.away);
  const there = volumes.length > 1 ? volumes.filter((volume) => !volume.away) : [];
  const totals = totalsText(plan.totals);
  useEffect(() => announce(totals), [totals]);
  const problems = plan.lines.filter((line) => line.problem !== null).length;
  return (
    <div className={styles.summary}>
      <p className={styles.totals} data-testid="plan-totals">
        {totals}
      </p>
      <p className={styles.roles}>{byRoleText(plan.byRole)}</p>
      {keptLastPicture > 0 && (
        <Note testId="plan-kept-last" icon="shield">
          {keptLastText(keptLastPicture)}
        </Note>
      )}
      {away.map((volume) => (
        <Note key={volume.path} testId="plan-away" icon="warning">
          {volumeText(volume)}
        </Note>
      ))}
      {problems > 0 && (
        <Note testId="plan-problems" icon="warning">
          {plural(problems, 'line')} of the list would not be carried out as things are now; the reason stands
          there.
        </Note>
      )}
      {there.map((volume) => (
        <p key={volume.path} className={styles.roles}>
          {volumeText(volume)}
        </p>
      ))}
      {collisions.length > 0 && (
        <section aria-labelledby={collisionsId} className={styles.collisions} data-testid="plan-collisions">
          <h3 id={collisionsId}>
            {plural(collisions.length, 'photo gets', 'photos get')} another name, as{' '}
            {collisions.length === 1 ? 'its own is' : 'theirs are'} taken there
          </h3>
          <VirtualList
            label="New names"
            items={collisions}
            rowHeight={22}
            maxHeight={88}
            keyOf={(collision) => collision.photoId}
            render={({ photo, becomes }) => (
              <div className={styles.collision}>
                {shownPath(photo)} becomes <strong>{shownPath(becomes)}</strong>
              </div>
            )}
          />
        </section>
      )}
    </div>
  );
}

interface NoteProps {
  icon: 'shield' | 'warning';
  testId: string;
  children: ReactNode;
}

function Note({ icon, testId, children }: NoteProps) {
  return (
    <p className={styles.note} data-icon={icon} data-testid={testId}>
      <Icon name={icon} size={15} />
      <span>{children}</span>
    </p>
  );
}
