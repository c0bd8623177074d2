import { useState } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { bindKey, isCommandId, resetAllKeys, resetKey, useBindings } from '../../lib/commands/bindings.ts';
import { keyText } from '../../lib/commands/key-label.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { COMMAND_GROUPS, type CommandId, type CommandSpec } from '../../lib/commands/table.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { KeyLine } from './key-line.tsx';
import styles from './key-settings.module.css';

interface Refused {
  id: CommandId;
  text: string;
}

/** Other keys for any command. A key that has a meaning already is refused, with who has it. */
export function KeySettings() {
  const [open, setOpen] = useState(false);
  const [listening, setListening] = useState<CommandId | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const { own, commands } = useBindings();
  useCommands({ 'app.keys': () => setOpen(true) });

  const settle = (id: CommandId, holder: CommandSpec | null, key: string | null) => {
    setListening(null);
    setRefused(holder === null ? null : { id, text: refusal(key, holder) });
    if (holder === null) announce(key === null ? 'As it was' : `Changed to ${keyText(key)}`);
  };
  const close = () => {
    setOpen(false);
    setListening(null);
    setRefused(null);
  };
  return (
    <Dialog
      open={open}
      // While a key is waited for, Escape only ends the waiting.
      onClose={() => (listening === null ? close() : setListening(null))}
      width="wide"
      title="Change keys"
      description="They are kept on this computer. No two commands can have the same key in the same place."
      testId="key-settings"
      footer={
        <>
          <Button
            disabled={Object.keys(own).length === 0}
            onClick={() => {
              resetAllKeys();
              setRefused(null);
            }}
          >
            All as they were
          </Button>
          <Button look="primary" onClick={close}>
            Done
          </Button>
        </>
      }
    >
      {COMMAND_GROUPS.map((group) => (
        <section key={group} className={styles.group}>
          <h3>{group}</h3>
          <ul>
            {commands
              .filter((command) => command.group === group)
              .map((command) => {
                const { id } = command;
                if (!isCommandId(id)) return null;
                return (
                  <li key={id}>
                    <KeyLine
                      command={command}
                      own={own[id] !== undefined}
                      listening={listening === id}
                      onListen={() => {
                        setRefused(null);
                        setListening(listening === id ? null : id);
                      }}
                      onKey={(key) => settle(id, bindKey(id, key), key)}
                      onReset={() => settle(id, resetKey(id), null)}
                    />
                    {refused?.id === id && (
                      <Notice tone="warn" text={{ title: 'This key is taken', body: refused.text }} />
                    )}
                  </li>
                );
              })}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

function refusal(key: string | null, holder: CommandSpec): string {
  const who = `“${holder.title}” (${holder.group})`;
  return key === null
    ? `${who} has taken a key of it. Give that one another key first.`
    : `${keyText(key)} is “${holder.title}” (${holder.group}). Choose another, or give that one another key first.`;
}
