import { useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';
import { isCommandId, useBindings } from './bindings.ts';
import type { CommandId, CommandScope } from './table.ts';

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

/**
 * What is typed into. `data-typing` marks a form whose fields one goes through with Tab: on a button between two of them a
 * letter is meant for a field, and must not decide about photos.
 */
const TEXT_FIELDS =
  'input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], [data-typing]';
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

/** With Ctrl or Command, what a field for text does itself; Enter saves it, and must never commit. */
const EDITING = new Set(['a', 'c', 'v', 'x', 'y', 'z', 'Backspace', 'Delete', 'Enter', ...MOVES]);

function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  // Wherever the focus is: behind an open dialog no key does anything.
  if (document.querySelector('[role=dialog][data-open], [role=alertdialog][data-open]') !== null) return true;
  const target = event.target;
  if (!(target instanceof Element)) return false;
  if (target.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null) return true;
  if (target.closest(TEXT_FIELDS) !== null)
    return !(event.ctrlKey || event.metaKey) || EDITING.has(lower(event.key));
  if (event.key === 'Enter' || event.key === ' ') return target.closest(PRESSED) !== null;
  return MOVES.has(event.key) && target.closest(MOVED_INSIDE) !== null;
}

const lower = (key: string) => (key.length === 1 ? key.toLowerCase() : key);

/** Listens for the keys of all commands. `scope` is what is in front; a dialog takes the keyboard for itself. */
export function useCommandKeys(scope: Exclude<CommandScope, 'global'>): void {
  const front = useRef(scope);
  front.current = scope;
  const commands = useBindings((state) => state.commands);
  useEffect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const key of new Set(commands.flatMap((command) => command.keys))) {
      bindings[key] = (event) => {
        const command = commands.find(
          (candidate) =>
            candidate.keys.includes(key) &&
            (candidate.scope === 'global' || candidate.scope === front.current) &&
            isCommandId(candidate.id) &&
            handlers.has(candidate.id),
        );
        if (command === undefined || !isCommandId(command.id)) return;
        event.preventDefault();
        // A key that is held down moves the cursor on and on; it must not decide about photo after photo.
        if (event.repeat && command.group === 'Culling') return;
        runCommand(command.id);
      };
    }
    return tinykeys(window, bindings, { ignore: isTaken });
  }, [commands]);
}
