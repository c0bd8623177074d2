import { type KeyboardEvent, type Ref, useId, useState } from 'react';
import { isFieldLeft } from '../lib/is-field-left.ts';
import { FieldNotes, notesId } from './field-notes.tsx';
import styles from './suggest-field.module.css';
import { LONGEST_VALUE, partTyped } from './typed-values.ts';

export interface Suggestion {
  value: string;
  /** How it is shown. Default: as it is. */
  text?: string;
  /** Something small after it. */
  aside?: string;
}

interface SuggestFieldProps {
  label: string;
  hideLabel?: boolean;
  placeholder?: string;
  /** All that may be suggested; those that have what was typed in them are shown. */
  suggestions: readonly Suggestion[];
  /** Those that are known, and not shown: they are there already. Default: none. */
  notShown?: ReadonlySet<string>;
  /** False: only what is suggested can be chosen. */
  free: boolean;
  /** What is being typed in the form in which values are. Default: as it is. */
  read?(typed: string): string;
  /** What was typed to its end, in that form. Default: as `read`. */
  final?(typed: string): string;
  /** Commas part several values, of which the last is completed. */
  several?: boolean;
  /** What stands in the field when it is left is taken, too. Only where it is `free`. */
  addsWhenLeft?: boolean;
  /** Most that are shown at once. Default 8. */
  most?: number;
  /** Called with what was chosen or typed, each once; the field is empty again afterwards. */
  onChoose(values: string[]): void;
  /** Backspace was pressed, and there is nothing more to take back. Answers whether it led somewhere. */
  onBackspace?(): boolean;
  testId?: string;
  ref?: Ref<HTMLInputElement>;
}

/** A field that completes what is typed. Arrows choose, Enter takes, Escape takes back what was typed and leaves what is around it. */
export function SuggestField(props: SuggestFieldProps) {
  const {
    label,
    hideLabel = false,
    placeholder,
    suggestions,
    free,
    most = 8,
    onChoose,
    onBackspace,
    testId,
    ref,
  } = props;
  const { read = asItIs, final = read, addsWhenLeft = false, several = false, notShown = NONE } = props;
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const [tooLong, setTooLong] = useState(false);
  const form = (text: string) => read(text).trim().toLowerCase();
  // What was typed in other letters' case is the one that is there, not a second.
  const known = (text: string) => {
    const like = form(text);
    return suggestions.find(({ value }) => value.toLowerCase() === like)?.value;
  };
  const { before, current } = several
    ? partTyped(typed, (text) => known(text) !== undefined)
    : { before: [], current: typed };
  const wanted = form(current);
  const found = suggestions
    .filter(({ value }) => value.toLowerCase().includes(wanted) && !notShown.has(value))
    // What begins with it is meant more often than what merely contains it.
    .sort(
      (a, b) =>
        Number(b.value.toLowerCase().startsWith(wanted)) - Number(a.value.toLowerCase().startsWith(wanted)),
    )
    .slice(0, most);
  const shown = open && found.length > 0;
  const isBegun = wanted !== '' || before.length > 0;
  const at = Math.min(active, found.length - 1);

  const choose = (value: string) => {
    // What is there is meant as it is, whatever signs are in it.
    const meant = suggestions.some((suggestion) => suggestion.value === value) ? value : final(value).trim();
    // One with a comma in it that was typed from its beginning is one, and not its first part besides.
    const isWhole = meant.toLowerCase().startsWith(form(typed));
    const others = isWhole ? [] : before.map((text) => known(text) ?? final(text).trim());
    const values = [...others, meant].filter(isSaid);
    if (values.length === 0) return;
    if (values.some(({ length }) => length > LONGEST_VALUE)) return setTooLong(true);
    onChoose([...new Set(values)]);
    setTyped('');
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive(
        at < 0 && step < 0 ? found.length - 1 : (at + step + found.length) % Math.max(1, found.length),
      );
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen =
        (shown ? found[at]?.value : undefined) ?? known(current) ?? (free ? current : found[0]?.value);
      if (isBegun || (shown && at >= 0)) choose(chosen ?? '');
    } else if (event.key === 'Backspace' && typed === '' && !event.repeat) {
      // Not while it is held down: that is meant for what was typed.
      if (onBackspace?.()) event.preventDefault();
    } else if (event.key === 'Escape' && (shown || typed !== '')) {
      event.preventDefault();
      event.stopPropagation();
      setTyped('');
      setTooLong(false);
      setOpen(false);
      setActive(-1);
    }
  };
  const problem = tooLong
    ? `${several ? 'One of these' : 'This'} has more than ${LONGEST_VALUE} letters.`
    : undefined;
  return (
    <div className={styles.field}>
      {!hideLabel && (
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
      )}
      <input
        ref={ref}
        id={id}
        type="text"
        className={styles.input}
        role="combobox"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined}
        {...(hideLabel ? { 'aria-label': label } : {})}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={tooLong || undefined}
        aria-describedby={notesId(id, { problem })}
        placeholder={placeholder}
        value={typed}
        data-testid={testId}
        onChange={(event) => {
          setTyped(event.target.value);
          setTooLong(false);
          setActive(-1);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={(event) => {
          setOpen(false);
          if (isFieldLeft(event) && free && addsWhenLeft && isBegun) choose(known(current) ?? current);
        }}
        onKeyDown={onKeyDown}
      />
      {problem !== undefined && (
        <div role="alert">
          <FieldNotes id={id} problem={problem} />
        </div>
      )}
      <div id={`${id}-list`} role="listbox" aria-label={label} className={styles.list} hidden={!shown}>
        {found.map((suggestion, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field holds the focus and names the active entry
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
          <div
            key={suggestion.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className={styles.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(suggestion.value)}
          >
            <span className={styles.value}>{suggestion.text ?? suggestion.value}</span>
            {suggestion.aside !== undefined && <span className={styles.aside}>{suggestion.aside}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

const asItIs = (typed: string) => typed;
const NONE: ReadonlySet<string> = new Set();
const isSaid = (value: string) => value !== '';
