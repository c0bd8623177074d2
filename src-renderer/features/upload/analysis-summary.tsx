import type { Analysis, FileOutcome } from '../../../src-preload/contract/upload.ts';
import { plural } from '../../lib/format/numbers.ts';
import type { IconName } from '../../ui/icon.tsx';
import styles from './analysis-summary.module.css';
import { ConflictChoice } from './conflict-choice.tsx';
import { outcomeOf } from './import-plan.ts';
import { OutcomeLine } from './outcome-line.tsx';

interface AnalysisSummaryProps {
  analysis: Analysis;
  conflicts: 'skip' | 'import';
  onConflicts(choice: 'skip' | 'import'): void;
}

interface Line {
  outcome: FileOutcome;
  icon: IconName;
  title(files: number): string;
  note: string;
}

/** One line per kind of outcome; kinds that do not occur are not shown, save new photos, where 0 is the news. */
export function AnalysisSummary({ analysis, conflicts, onConflicts }: AnalysisSummaryProps) {
  const { newPhotos, completedPhotos } = analysis.totals;
  const lines: Line[] = [
    {
      outcome: 'imported',
      icon: 'photos',
      title: () => plural(newPhotos, 'new photo'),
      note:
        newPhotos === 0
          ? 'Everything here is in the library already, or is not a photo.'
          : 'Copied into the project and checked.',
    },
    {
      outcome: 'completion',
      icon: 'completion',
      title: () => plural(completedPhotos, 'format completion'),
      note: 'These join photos that are there already: a RAW for its JPG, or a sidecar.',
    },
    {
      outcome: 'duplicate',
      icon: 'duplicate',
      title: (files) => plural(files, 'duplicate'),
      note: 'The project has this very content. Left out.',
    },
    {
      outcome: 'conflict',
      icon: 'conflict',
      title: (files) => `${plural(files, 'file')} in other projects`,
      note: 'Another project of this library has this very content.',
    },
    {
      outcome: 'unsupported',
      icon: 'unsupported',
      title: (files) => `${plural(files, 'file')} left where they are`,
      note: 'Neither photos nor files that belong to one.',
    },
    {
      outcome: 'failed',
      icon: 'failed',
      title: (files) => `${plural(files, 'file')} with problems`,
      note: 'Damaged or unreadable. What can be copied is kept as it is; open the line to see why.',
    },
  ];
  return (
    <ul className={styles.lines}>
      {lines.map(({ outcome, icon, title, note }) => {
        const { files, bytes } = outcomeOf(analysis, outcome);
        if (files === 0 && outcome !== 'imported') return null;
        return (
          <OutcomeLine
            key={outcome}
            analysisId={analysis.id}
            outcome={outcome}
            icon={icon}
            title={title(files)}
            note={note}
            files={files}
            bytes={bytes}
          >
            {outcome === 'conflict' && <ConflictChoice value={conflicts} onChange={onConflicts} />}
          </OutcomeLine>
        );
      })}
    </ul>
  );
}
