import { useState } from 'react';
import { useBindings } from '../../lib/commands/bindings.ts';
import { runCommand, useCommands } from '../../lib/commands/registry.tsx';
import { COMMAND_GROUPS } from '../../lib/commands/table.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Keycaps } from '../../ui/keycaps.tsx';
import styles from './help-sheet.module.css';

/** All keys, read from the table that makes them work. */
export function HelpSheet() {
  const [open, setOpen] = useState(false);
  useCommands({ 'app.help': () => setOpen(true) });
  const commands = useBindings((state) => state.commands);
  const change = () => {
    setOpen(false);
    runCommand('app.keys');
  };
  return (
    <Dialog
      open={open}
      onClose={() => setOpen(false)}
      width="wide"
      title="Keys"
      description="Keys of culling are about the selection if there is one, else about the photo under the cursor."
      testId="help-sheet"
      footer={<Button onClick={change}>Change keys…</Button>}
    >
      <div className={styles.columns}>
        {COMMAND_GROUPS.map((group) => (
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
