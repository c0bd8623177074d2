import { useEffect, useMemo, useState } from 'react';
import { showTasks, TASK_FILTERS, useView } from '../../app/view.ts';
import { runCommand } from '../../lib/commands/registry.tsx';
import { errorText } from '../../lib/texts/errors.ts';
import { FILTER_LABELS } from '../../lib/texts/states.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuChoice } from '../../ui/menu.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { AllPausedNotice, PauseAllButton } from './pause-all.tsx';
import { useShowMaintenance } from './show-maintenance.ts';
import { inPanelOrder, withOlderTasks } from './task-list.ts';
import { TaskRow } from './task-row.tsx';
import { useOlderTasks, useTasks } from './tasks.ts';
import styles from './tasks-panel.module.css';

const FILTERS = TASK_FILTERS.map((value) => ({ value, label: FILTER_LABELS[value] }));

/** One row for each thing that was asked for, whatever became of it. */
export function TasksPanel() {
  const showMaintenance = useShowMaintenance();
  const focused = useView((view) => view.focusedTask);
  const set = useView((view) => view.set);
  const filter = useView((view) => view.taskFilter);
  const query = useTasks(showMaintenance, filter);
  const [wantsOlder, setWantsOlder] = useState(false);
  const older = useOlderTasks(showMaintenance, filter, wantsOlder);
  const tasks = useMemo(() => {
    const pages = older.data?.pages.flatMap((page) => page.tasks) ?? [];
    return inPanelOrder(withOlderTasks(query.data?.tasks ?? [], pages));
  }, [query.data, older.data]);
  const wanted = useView((view) => view.taskToFocus);
  const isWantedGone =
    wanted !== null && query.isSuccess && !query.isFetching && !tasks.some(({ id }) => id === wanted);
  // Its row is not in this list, and must not take the focus when it comes at some later time.
  useEffect(() => {
    if (isWantedGone) set({ taskToFocus: null });
  }, [isWantedGone, set]);
  const isMore = wantsOlder ? older.hasNextPage : (query.data?.total ?? 0) > tasks.length;
  const showOlder = () => (wantsOlder ? void older.fetchNextPage() : setWantsOlder(true));
  return (
    <aside className={styles.panel} aria-label="Tasks" data-testid="tasks-panel">
      <header className={styles.header}>
        <h2>Tasks</h2>
        <PauseAllButton />
        <Menu
          align="end"
          trigger={
            <IconButton
              icon="filter"
              label={`Show: ${FILTER_LABELS[filter]}`}
              aria-pressed={filter !== 'all'}
              data-testid="task-filter"
            />
          }
        >
          <MenuChoice
            label="Show"
            value={filter}
            options={FILTERS}
            onChange={(taskFilter) => set({ taskFilter })}
          />
        </Menu>
        <IconButton
          icon="statistics"
          label="Statistics"
          data-testid="statistics-open"
          onClick={() => runCommand('app.statistics')}
        />
        <IconButton icon="close" label="Hide tasks (t)" onClick={() => set({ tasksOpen: false })} />
      </header>
      <AllPausedNotice />
      {filter !== 'all' && (
        <p className={styles.filtered} data-testid="task-filtered">
          <span>Shown: {FILTER_LABELS[filter]}</span>
          <Button size="small" look="plain" onClick={() => showTasks()}>
            Show all
          </Button>
        </p>
      )}
      <div className={styles.list}>
        {query.isError && <Notice text={errorText(query.error)} />}
        {query.isSuccess && tasks.length === 0 && (
          <div className={styles.empty}>
            <Icon name="done" size={28} />
            <p>{filter === 'all' ? 'Nothing is going on.' : 'No task is in this state.'}</p>
            {filter === 'all' && <p>Imports and other work appear here, with what became of each file.</p>}
          </div>
        )}
        <ul>
          {tasks.map((task) => (
            <TaskRow key={task.id} task={task} focused={task.id === focused} />
          ))}
        </ul>
        {older.isError && <Notice text={errorText(older.error)} />}
        {isMore && (
          <Button className={styles.older} look="plain" disabled={older.isFetching} onClick={showOlder}>
            Show older tasks
          </Button>
        )}
      </div>
      <footer className={styles.footer}>
        <Switch
          label="Show maintenance"
          checked={showMaintenance}
          onChange={(checked) => set({ showMaintenance: checked })}
        />
      </footer>
    </aside>
  );
}
