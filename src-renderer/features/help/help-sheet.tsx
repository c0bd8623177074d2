import { useState } from 'react';
import { useCommands } from '../../lib/commands/registry.tsx';
import { COMMANDS, type CommandSpec } from '../../lib/commands/table.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Keycaps } from '../../ui/keycaps.tsx';
import styles from './help-sheet.module.css';

const GROUPS = ['General', 'Library', 'Grid', 'Loupe'] as const;

/** All keys, read from the table that makes them work. */
export function HelpSheet() {
  const [open, setOpen] = useState(false);
  useCommands({ 'app.help': () => setOpen(true) });
  const commands: readonly CommandSpec[] = COMMANDS;
  return (
    <Dialog open={open} onClose={() => setOpen(false)} width="wide" title="Keys" testId="help-sheet">
      <div className={styles.columns}>
        {GROUPS.map((group) => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <div key={command.id} className={styles.line}>
                    <dt>{command.title}</dt>
                    <dd>
                      {command.keys
                        .filter((key) => !key.startsWith('Numpad'))
                        .slice(0, 2)
                        .map((key) => (
                          <Keycaps key={key} binding={key} />
                        ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
