import { type KeyboardEvent, useRef } from 'react';
import { keyOfEvent } from '../../lib/commands/key-of-event.ts';
import type { CommandSpec } from '../../lib/commands/table.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Keycaps } from '../../ui/keycaps.tsx';
import styles from './key-settings.module.css';

const mac = navigator.userAgent.includes('Mac');

interface KeyLineProps {
  command: CommandSpec;
  /** It has another key than it came with. */
  own: boolean;
  listening: boolean;
  onListen(): void;
  onKey(key: string): void;
  onReset(): void;
}

/** One command with its keys, and a button that waits for another. */
export function KeyLine({ command, own, listening, onListen, onKey, onReset }: KeyLineProps) {
  const button = useRef<HTMLButtonElement>(null);
  const listen = (event: KeyboardEvent) => {
    // Tab always moves the focus and Escape always leaves, or there would be no way out by keyboard.
    if (!listening || event.key === 'Tab' || event.key === 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    const key = keyOfEvent(event.nativeEvent, mac);
    if (key !== null) onKey(key);
  };
  return (
    <div className={styles.line} data-testid="key-line" data-command={command.id}>
      <span className={styles.title}>{command.title}</span>
      <span className={styles.keys}>
        {command.keys
          .filter((key) => !key.startsWith('Numpad'))
          .map((key) => (
            <Keycaps key={key} binding={key} />
          ))}
      </span>
      {own && (
        <IconButton
          icon="undo"
          size="small"
          label={`${command.title}: as it was`}
          onClick={() => {
            onReset();
            button.current?.focus();
          }}
        />
      )}
      <Button
        ref={button}
        size="small"
        className={styles.change}
        aria-pressed={listening}
        aria-label={listening ? `Press the new key for ${command.title}` : `Change ${command.title}`}
        onKeyDown={listen}
        onClick={onListen}
        onBlur={() => listening && onListen()}
      >
        {listening ? 'Press a key…' : 'Change'}
      </Button>
    </div>
  );
}
