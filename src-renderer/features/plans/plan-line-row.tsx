import type { Plan, PlanAction, PlanLine } from '../../../src-preload/contract/plans.ts';
import { bytes } from '../../lib/format/numbers.ts';
import { baseName, shownPath } from '../../lib/format/path.ts';
import { lineTexts, placesText } from '../../lib/texts/plans.ts';
import { problemText } from '../../lib/texts/problems.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './plan-line-row.module.css';

/** Height in px. */
export const PLAN_LINE_HEIGHT = 64;

const ICONS: Record<PlanAction, IconName> = {
  trash: 'trash',
  restore: 'retry',
  move: 'move',
  purge: 'close',
};

/** What would happen to one file: where it goes, and why. A problem stands in the place of the reason. */
export function PlanLineRow({ kind, line, root }: { kind: Plan['kind']; line: PlanLine; root: string }) {
  const { path, target, problem } = line;
  const { action, reason } = lineTexts(kind, line);
  return (
    <div
      className={styles.line}
      title={target === null ? shownPath(path) : `${shownPath(path)}\n→ ${shownPath(target)}`}
      data-problem={problem?.code}
    >
      <Icon name={ICONS[line.action]} size={16} className={styles.icon} />
      <div className={styles.text}>
        <div className={styles.name}>{shownPath(baseName(path))}</div>
        <div className={styles.places}>{placesText(line, root)}</div>
        {problem === null ? (
          <div className={styles.reason}>{reason}</div>
        ) : (
          <div className={styles.problem}>
            <Icon name="warning" size={13} />
            <span>Would be left as it is: {problemText(problem).sentence}</span>
          </div>
        )}
      </div>
      <div className={styles.aside}>
        <span>{action}</span>
        <span>{bytes(line.bytes)}</span>
      </div>
    </div>
  );
}
