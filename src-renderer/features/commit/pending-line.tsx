import type { ChangeSummary } from '../../../src-preload/contract/changes.ts';
import { count } from '../../lib/format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './commit-bar.module.css';
import { amountText, kindsText } from './commit-texts.ts';

interface PendingLineProps {
  summary: ChangeSummary;
  onPreview(): void;
  onCommit(): void;
  onRevert(): void;
}

export function PendingLine({ summary, onPreview, onCommit, onRevert }: PendingLineProps) {
  return (
    <>
      <Icon name="trash" size={16} />
      <span className={styles.text} title={kindsText(summary)} data-testid="commit-text">
        {amountText(summary)} will be moved to the trash
      </span>
      <Button size="small" data-testid="commit-revert" onClick={onRevert}>
        Revert {count(summary.photos)}
      </Button>
      <Button size="small" data-testid="commit-preview" onClick={onPreview}>
        Preview…
      </Button>
      <Button size="small" look="primary" data-testid="commit-commit" onClick={onCommit}>
        Commit
      </Button>
    </>
  );
}
