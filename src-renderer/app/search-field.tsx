import { type Ref, useEffect, useState } from 'react';
import { Icon } from '../ui/icon.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './search-field.module.css';
import { useView } from './view.ts';

/** Typing pauses this long before the grid follows. */
const PAUSE_MS = 150;

export function SearchField({ ref }: { ref: Ref<HTMLInputElement> }) {
  const text = useView((view) => view.text);
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === useView.getState().text) return;
    const timer = setTimeout(() => useView.getState().set({ text: typed }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div className={styles.search}>
      <Icon name="search" size={15} />
      <TextField
        ref={ref}
        label="Search by name"
        hideLabel
        type="search"
        placeholder="Search"
        maxLength={200}
        value={typed}
        data-testid="search"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setTyped('');
          event.currentTarget.blur();
        }}
      />
    </div>
  );
}
