import { useMutation } from '@tanstack/react-query';
import { announce } from '../../app/live-regions.tsx';
import { showTasks } from '../../app/view.ts';
import { shownPath } from '../../lib/format/path.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu, MenuChoice } from '../../ui/menu.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useProjects } from '../projects/projects.ts';
import styles from './maintenance-dialog.module.css';
import { closeMaintenance, openMaintenance, useMaintenance } from './open-maintenance.ts';
import { UntrackedFiles } from './untracked-files.tsx';

const ALL = 'all';

/** Starts maintenance by hand, and shows what it found and left alone; mounted once. */
export function MaintenanceDialog() {
  const { open, projectId } = useMaintenance();
  return open ? <OpenMaintenance projectId={projectId} /> : null;
}

function OpenMaintenance({ projectId }: { projectId: number | null }) {
  const projects = useProjects();
  const project = projects.find((candidate) => candidate.id === projectId);
  const run = useMutation(
    orpc.maintenance.run.mutationOptions({
      onSuccess: ({ taskId }) => {
        closeMaintenance();
        showTasks(taskId);
        announce('Maintenance started.');
      },
    }),
  );
  return (
    <Dialog
      open
      onClose={closeMaintenance}
      width="wide"
      title="Maintenance"
      description="Empties the trash of what is over its time, compares the library with the disk, looks for new files, and checks that no content has changed. It runs by itself every hour."
      testId="maintenance"
      footer={
        <>
          <Button onClick={closeMaintenance}>Close</Button>
          <Button
            look="primary"
            data-testid="maintenance-run"
            onClick={() =>
              !run.isPending && run.mutate(project === undefined ? {} : { projectId: project.id })
            }
          >
            {project === undefined ? 'Run now for all projects' : `Run now for “${shownPath(project.name)}”`}
          </Button>
        </>
      }
    >
      <div className={styles.content}>
        <div className={styles.row}>
          <span className={styles.label}>Of</span>
          <Menu
            trigger={
              <Button icon="folder" data-testid="maintenance-project">
                <span className={styles.project}>
                  {project === undefined ? 'All projects' : shownPath(project.name)}
                </span>
              </Button>
            }
          >
            <MenuChoice
              label="Maintenance of"
              value={project === undefined ? ALL : String(project.id)}
              options={[
                { value: ALL, label: 'All projects' },
                ...projects.map(({ id, name }) => ({ value: String(id), label: shownPath(name) })),
              ]}
              onChange={(value) => openMaintenance(value === ALL ? null : Number(value))}
            />
          </Menu>
        </div>
        {run.isError && <Notice text={errorText(run.error)} />}
        <UntrackedFiles projectId={project?.id ?? null} />
      </div>
    </Dialog>
  );
}
