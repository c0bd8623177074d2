import type { Analysis, FileOutcome } from '../../../src-preload/contract/upload.ts';
import { plural } from '../../lib/format/numbers.ts';
import type { IconName } from '../../ui/icon.tsx';
import styles from './analysis-summary.module.css';
import { ConflictChoice } from './conflict-choice.tsx';
import { outcomeOf, unreadable } from './import-plan.ts';
import { OutcomeLine } from './outcome-line.tsx';

interface AnalysisSummaryProps {
  analysis: Analysis;
  conflicts: 'skip' | 'import';
  onConflicts(choice: 'skip' | 'import'): void;
}

interface Line {
  outcome: FileOutcome;
  /** Which of the files that failed: those that are kept all the same, or those that cannot be. */
  taken?: boolean;
  icon: IconName;
  counts: { files: number; bytes: number };
  title: string;
  note: string;
}

/** One line per kind of outcome; kinds that do not occur are not shown, save new photos, where 0 is the news. */
export function AnalysisSummary({ analysis, conflicts, onConflicts }: AnalysisSummaryProps) {
  return (
    <ul className={styles.lines}>
      {linesOf(analysis).map(({ outcome, taken, icon, counts, title, note }) => (
        <OutcomeLine
          key={`${outcome}-${taken}`}
          analysisId={analysis.id}
          outcome={outcome}
          taken={taken}
          icon={icon}
          title={title}
          note={note}
          files={counts.files}
          bytes={counts.bytes}
        >
          {outcome === 'conflict' && <ConflictChoice value={conflicts} onChange={onConflicts} />}
        </OutcomeLine>
      ))}
    </ul>
  );
}

function linesOf(analysis: Analysis): Line[] {
  const { newPhotos, completedPhotos, damaged } = analysis.totals;
  const of = (outcome: FileOutcome) => outcomeOf(analysis, outcome);
  const lines: Line[] = [
    {
      outcome: 'imported',
      icon: 'photos',
      counts: of('imported'),
      title: plural(newPhotos, 'new photo'),
      note: newPhotosNote(analysis),
    },
    {
      outcome: 'completion',
      icon: 'completion',
      counts: of('completion'),
      title: plural(completedPhotos, 'format completion'),
      note: 'These join photos that are there already: a RAW for its JPG, or a sidecar.',
    },
    {
      outcome: 'failed',
      taken: true,
      icon: 'broken',
      counts: damaged,
      title: plural(damaged.files, 'damaged file'),
      note: 'Taken in too and kept unchanged, but no picture can be made.',
    },
    {
      outcome: 'duplicate',
      icon: 'duplicate',
      counts: of('duplicate'),
      title: plural(of('duplicate').files, 'duplicate'),
      note: 'The same content is in the project, or twice in this selection. Left out.',
    },
    {
      outcome: 'conflict',
      icon: 'conflict',
      counts: of('conflict'),
      title: `${plural(of('conflict').files, 'file')} in other projects`,
      note: 'Another project of this library has this very content.',
    },
    {
      outcome: 'unsupported',
      icon: 'unsupported',
      counts: of('unsupported'),
      title: plural(of('unsupported').files, 'file left where it is', 'files left where they are'),
      note: 'Neither a photo nor part of one.',
    },
    {
      outcome: 'failed',
      taken: false,
      icon: 'failed',
      counts: unreadable(analysis),
      title: plural(unreadable(analysis).files, 'file that cannot be read', 'files that cannot be read'),
      note: 'Left out. Open this line to see why.',
    },
  ];
  return lines.filter((line) => line.counts.files > 0 || line.outcome === 'imported');
}

function newPhotosNote({ totals }: Analysis): string {
  if (totals.newPhotos > 0) return 'Copied into the project and checked.';
  if (totals.files === 0) return 'There are no files here.';
  return 'Everything here is in the library already, or is not a photo.';
}
