import { reportText, scanText } from '../../lib/texts/scan.ts';
import { Button } from '../../ui/button.tsx';
import { useProjects } from '../projects/projects.ts';
import { openResults } from './open-scan.ts';
import { FollowList } from './scan-progress.tsx';
import styles from './scan-summary.module.css';
import { useScan } from './use-scan.ts';

/** In the row of a scan: what it does, how much it has looked at, what it has started, and the way to its results. */
export function ScanSummary({ taskId }: { taskId: string }) {
  const { data } = useScan(taskId);
  const projects = useProjects();
  if (data === undefined) return null;
  const { params, follows } = data;
  const project = projects.find(({ id }) => id === params.projectId)?.name ?? null;
  return (
    <div className={styles.summary} data-testid="scan-summary">
      <p className={styles.what}>
        {params.dryRun && 'Dry run: '}
        {scanText(params, project)}
      </p>
      <div className={styles.line}>
        <span>{reportText(data)}</span>
        <Button size="small" data-testid="scan-open-results" onClick={() => openResults(taskId)}>
          Results…
        </Button>
      </div>
      <FollowList follows={follows} />
    </div>
  );
}
