import { type KeyboardEvent, type ReactNode, type Ref, type RefObject, useId, useState } from 'react';
import { Chip } from './chip.tsx';

export interface ChipItem {
  key: string;
  text: string;
  /** Something small after it. */
  aside?: string | undefined;
  /** What its button does, in full. */
  removeLabel: string;
}

interface ChipListProps {
  label: string;
  items: readonly ChipItem[];
  /** After the last. */
  more?: ReactNode;
  onRemove(key: string): void;
  /** The field that they belong to: it has the focus once one of them was pressed, or the last is gone. */
  field: RefObject<HTMLElement | null>;
  className?: string | undefined;
  testId?: string;
  ref?: Ref<HTMLDivElement>;
}

const PREVIOUS = new Set(['ArrowLeft', 'ArrowUp']);
const NEXT = new Set(['ArrowRight', 'ArrowDown']);

const buttonsOf = (list: Element) => [...list.querySelectorAll<HTMLElement>('button')];

/** Where Backspace leads from the empty field. Answers whether there was one. */
export function focusLastChip(list: HTMLElement | null): boolean {
  const last = list === null ? undefined : buttonsOf(list).at(-1);
  last?.focus();
  return last !== undefined;
}

/**
 * Words that can be taken away: one stop for Tab, however many they are. Arrows, Home and End go from one to the next, Delete
 * and Backspace take the one away and go on to its neighbour.
 */
export function ChipList(props: ChipListProps) {
  const { label, items, more, onRemove, field, className, testId, ref } = props;
  const [last, setLast] = useState<string | null>(null);
  const hint = useId();
  const stop = items.some(({ key }) => key === last) ? last : items[0]?.key;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = buttonsOf(event.currentTarget);
    const at = buttons.indexOf(event.target as HTMLElement);
    const item = items[at];
    if (item === undefined) return;
    const { key } = event;
    const go = (to: number) => buttons[Math.max(0, Math.min(to, buttons.length - 1))]?.focus();
    if (PREVIOUS.has(key)) go(at - 1);
    else if (NEXT.has(key)) go(at + 1);
    else if (key === 'Home') go(0);
    else if (key === 'End') go(buttons.length - 1);
    else if (key === 'Delete' || key === 'Backspace') {
      event.preventDefault();
      // Held down, it would take away all of them.
      if (event.repeat) return;
      // First the neighbour: a button that goes away takes the focus with it.
      const neighbour = buttons[key === 'Delete' ? at + 1 : at - 1] ?? buttons[at === 0 ? 1 : at - 1];
      (neighbour ?? field.current)?.focus();
      onRemove(item.key);
    } else return;
    event.preventDefault();
  };
  return (
    <div
      ref={ref}
      role="toolbar"
      aria-label={label}
      aria-describedby={hint}
      onKeyDown={onKeyDown}
      hidden={items.length === 0}
    >
      <span id={hint} hidden>
        Arrow keys go from one to the next, Delete removes it.
      </span>
      <ul className={className} data-testid={testId}>
        {items.map(({ key, ...chip }) => (
          <li key={key}>
            <Chip
              {...chip}
              isStop={key === stop}
              onFocus={() => setLast(key)}
              onRemove={() => {
                onRemove(key);
                // The button goes with what it took away.
                field.current?.focus();
              }}
            />
          </li>
        ))}
        {more}
      </ul>
    </div>
  );
}
