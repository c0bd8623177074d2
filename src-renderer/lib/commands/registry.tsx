import { useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';
import { COMMANDS, type CommandId, type CommandScope } from './table.ts';

const handlers = new Map<CommandId, () => void>();

/** Runs a command as a key, a button or a menu entry would. False where nothing on screen can do it. */
export function runCommand(id: CommandId): boolean {
  const handler = handlers.get(id);
  handler?.();
  return handler !== undefined;
}

/** Gives commands their meaning while the component is mounted. The latest functions are used, so they need no memo. */
export function useCommands(commands: Partial<Record<CommandId, () => void>>): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const mine = new Map<CommandId, () => void>();
    for (const id of Object.keys(latest.current) as CommandId[]) {
      const handler = () => latest.current[id]?.();
      mine.set(id, handler);
      handlers.set(id, handler);
    }
    return () => {
      for (const [id, handler] of mine) if (handlers.get(id) === handler) handlers.delete(id);
    };
  }, []);
}

const TEXT_FIELDS =
  'input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';
/** Things that take Enter and Space for themselves. */
const PRESSED = 'button, a[href], summary, input, [role=switch], [role=radio]';
/** Things that arrows move inside. */
const MOVED_INSIDE = 'input, [role=slider], [role=radiogroup], [role=tablist], [role=menubar]';
const MOVES = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  const target = event.target;
  if (!(target instanceof Element)) return false;
  if (target.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null) return true;
  if (target.closest(TEXT_FIELDS) !== null) return !(event.ctrlKey || event.metaKey);
  if (event.key === 'Enter' || event.key === ' ') return target.closest(PRESSED) !== null;
  return MOVES.has(event.key) && target.closest(MOVED_INSIDE) !== null;
}

/** Listens for the keys of all commands. `scope` is what is in front; a dialog takes the keyboard for itself. */
export function useCommandKeys(scope: Exclude<CommandScope, 'global'>): void {
  const front = useRef(scope);
  front.current = scope;
  useEffect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const key of new Set(COMMANDS.flatMap((command): readonly string[] => command.keys))) {
      bindings[key] = (event) => {
        const command = COMMANDS.find(
          (candidate) =>
            (candidate.keys as readonly string[]).includes(key) &&
            (candidate.scope === 'global' || candidate.scope === front.current) &&
            handlers.has(candidate.id),
        );
        if (command === undefined) return;
        event.preventDefault();
        runCommand(command.id);
      };
    }
    return tinykeys(window, bindings, { ignore: isTaken });
  }, []);
}
