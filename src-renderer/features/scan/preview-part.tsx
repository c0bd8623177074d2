import { useEffect, useRef } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { count, plural } from '../../lib/format/numbers.ts';
import { problemText } from '../../lib/texts/problems.ts';
import { leftOutReasons, lookedAtText, wouldText } from '../../lib/texts/scan.ts';
import { Button } from '../../ui/button.tsx';
import { FileLine } from '../../ui/file-line.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import styles from './preview-part.module.css';
import type { Preview, Seen } from './use-preview.ts';

interface PreviewPartProps {
  preview: Preview;
  /** Shows all that the dry run behind the preview finds. */
  onShowAll(taskId: string): void;
}

/** What a scan would find and do, before anything is done. */
export function PreviewPart({ preview, onShowAll }: PreviewPartProps) {
  const { seen, looking } = preview;
  const said = seen === null || seen.goesOn ? null : lookedAtText(seen, false);
  useEffect(() => {
    if (said !== null) announce(said);
  }, [said]);
  return (
    <div data-testid="scan-preview-part">
      {looking && (
        <div className={styles.part}>
          <p>Looking through the folder…</p>
          <ProgressBar label="Looking through the folder" value={null} />
        </div>
      )}
      {seen !== null && <SeenFiles seen={seen} onShowAll={onShowAll} />}
    </div>
  );
}

function SeenFiles({ seen, onShowAll }: { seen: Seen; onShowAll: PreviewPartProps['onShowAll'] }) {
  const { files, matched, looked, goesOn, taskId } = seen;
  const reasons = leftOutReasons(files);
  const rest = looked - matched;
  const part = useRef<HTMLElement>(null);
  // It appears below what one was looking at.
  useEffect(() => part.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <section className={styles.part} aria-label="Preview" data-testid="scan-seen" ref={part}>
      <p className={styles.sum} data-testid="scan-seen-sum">
        {lookedAtText(seen, goesOn)}
      </p>
      {goesOn && <ProgressBar label="Looking through the folder" value={null} />}
      <ul className={styles.reasons} aria-label="What is left out">
        {rest > 0 && (
          <li>
            <span className={styles.number}>{count(rest)}</span> {rest === 1 ? 'does' : 'do'} not match the
            pattern and the filters.
          </li>
        )}
        {reasons.map(({ code, text, files: times }) => (
          <li key={code} data-testid="scan-left-out" data-code={code}>
            <span className={styles.number}>{count(times)}</span> {text}
          </li>
        ))}
      </ul>
      {files.length > 0 && (
        <div className={styles.list}>
          <VirtualList
            label="Files that match"
            items={files}
            rowHeight={46}
            maxHeight={230}
            keyOf={(file) => file.path}
            render={(file) => (
              <FileLine
                path={file.path}
                reason={file.problem === null ? null : problemText(file.problem).sentence}
                aside={wouldText(file)}
              />
            )}
          />
        </div>
      )}
      <div className={styles.end}>
        <span>
          {matched > files.length && `These are the first ${plural(files.length, 'file')}. `}
          Nothing was changed.
        </span>
        {taskId !== null && (
          <Button size="small" data-testid="scan-show-all" onClick={() => onShowAll(taskId)}>
            Show all
          </Button>
        )}
      </div>
    </section>
  );
}
