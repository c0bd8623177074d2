import { useRef } from 'react';
import { count } from '../../lib/format/numbers.ts';
import { ChipList, focusLastChip } from '../../ui/chip-list.tsx';
import { SuggestField, type Suggestion } from '../../ui/suggest-field.tsx';
import type { WordCount } from './common.ts';
import styles from './words-field.module.css';

/** A large selection may have thousands of words. */
const MOST_SHOWN = 80;

interface WordsFieldProps {
  label: string;
  placeholder: string;
  words: readonly WordCount[];
  /** How many photos the words are counted in. */
  photos: number;
  suggestions: readonly Suggestion[];
  /** How a word is shown. */
  textOf(word: string): string;
  /** What is being typed, and what was typed to its end, as words are stored. */
  read(typed: string): string;
  final(typed: string): string;
  /** Commas part several words. */
  several?: boolean;
  onAdd(words: string[]): void;
  onRemove(word: string): void;
  testId: string;
}

/** Words that photos have: each can be taken away, and others be added with completion. */
export function WordsField(props: WordsFieldProps) {
  const { label, placeholder, words, photos, suggestions, textOf, read, final, onAdd, onRemove, testId } =
    props;
  const { several = false } = props;
  const field = useRef<HTMLInputElement>(null);
  const chips = useRef<HTMLDivElement>(null);
  const everywhere = new Set(words.filter((word) => word.photos === photos).map(({ word }) => word));
  return (
    <div className={styles.field}>
      <SuggestField
        ref={field}
        label={label}
        placeholder={placeholder}
        suggestions={suggestions}
        notShown={everywhere}
        free
        several={several}
        addsWhenLeft
        read={read}
        final={final}
        testId={testId}
        onChoose={onAdd}
        onBackspace={() => focusLastChip(chips.current)}
      />
      <ChipList
        ref={chips}
        label={label}
        items={words.slice(0, MOST_SHOWN).map(({ word, photos: having }) => ({
          key: word,
          text: textOf(word),
          aside: having === photos ? undefined : `${count(having)} of ${count(photos)}`,
          removeLabel: `Remove ${textOf(word)}`,
        }))}
        more={
          words.length > MOST_SHOWN && (
            <li className={styles.more}>and {count(words.length - MOST_SHOWN)} more</li>
          )
        }
        onRemove={onRemove}
        field={field}
        className={styles.words}
        testId={`${testId}-list`}
      />
    </div>
  );
}
