import type { Plan } from '../../../src-preload/contract/plans.ts';
import { count, plural } from '../../lib/format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { useLibrary } from '../library/library.ts';
import { PLAN_LINE_HEIGHT, PlanLineRow } from './plan-line-row.tsx';
import styles from './plan-lines.module.css';

/** Every file of the plan; those that did not come along at first are a press away. */
export function PlanLines({ plan, onShowAll }: { plan: Plan; onShowAll(): void }) {
  const root = useLibrary().data?.root ?? '';
  const { lines, moreLines } = plan;
  if (lines.length === 0) return null;
  return (
    <section className={styles.lines}>
      <VirtualList
        label={`${plural(lines.length + moreLines, 'file')} of this plan`}
        items={lines}
        rowHeight={PLAN_LINE_HEIGHT}
        maxHeight={PLAN_LINE_HEIGHT * 5}
        keyOf={(_line, at) => at}
        render={(line) => <PlanLineRow kind={plan.kind} line={line} root={root} />}
      />
      {moreLines > 0 && (
        <p className={styles.more}>
          The first {count(lines.length)} are shown.
          <Button size="small" look="plain" data-testid="plan-show-all" onClick={onShowAll}>
            Show all {count(lines.length + moreLines)}
          </Button>
        </p>
      )}
    </section>
  );
}
