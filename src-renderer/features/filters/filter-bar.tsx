import { type Ref, useRef } from 'react';
import { useView } from '../../app/view.ts';
import { tagText, typedTag } from '../../lib/format/tags.ts';
import { ChipList, focusLastChip } from '../../ui/chip-list.tsx';
import { Select } from '../../ui/select.tsx';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { useTagSuggestions } from '../culling/use-tags.ts';
import { changeFilter } from './change-filter.ts';
import { DayField } from './day-field.tsx';
import styles from './filter-bar.module.css';
import { HAS, KEEPS, METADATA, ORIENTATIONS, PICTURES, RATINGS } from './filter-texts.ts';

/** All filters in a row below the top bar. Each acts at once. */
export function FilterBar({ ref, onLeave }: { ref: Ref<HTMLSelectElement>; onLeave(): void }) {
  const filter = useView((view) => view.filter);
  const suggestions = useTagSuggestions();
  const tagField = useRef<HTMLInputElement>(null);
  const chips = useRef<HTMLDivElement>(null);
  const tags = filter.tags ?? [];
  return (
    <section
      className={styles.bar}
      aria-label="Filters"
      data-testid="filter-bar"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onLeave();
      }}
    >
      <Select
        ref={ref}
        label="Keep state"
        none="Any"
        value={filter.keep ?? ''}
        options={KEEPS}
        testId="filter-keep"
        onChange={(keep) => changeFilter({ keep })}
      />
      <Select
        label="What there is"
        none="Anything"
        value={filter.has ?? ''}
        options={HAS}
        testId="filter-has"
        onChange={(has) => changeFilter({ has })}
      />
      <Select
        label="Rating"
        none="Any"
        value={RATINGS.find((option) => option.value === String(filter.ratingMin))?.value ?? ''}
        options={RATINGS}
        testId="filter-rating"
        onChange={(rating) => changeFilter({ ratingMin: rating === undefined ? undefined : Number(rating) })}
      />
      <Select
        label="Orientation"
        none="Any"
        value={filter.orientation ?? ''}
        options={ORIENTATIONS}
        testId="filter-orientation"
        onChange={(orientation) => changeFilter({ orientation })}
      />
      <DayField
        label="Taken from"
        value={filter.takenFrom}
        testId="filter-from"
        onChange={(takenFrom) => changeFilter({ takenFrom })}
      />
      <DayField
        label="Taken until"
        value={filter.takenTo}
        testId="filter-to"
        onChange={(takenTo) => changeFilter({ takenTo })}
      />
      <Select
        label="Picture"
        none="Any"
        value={filter.thumbnail ?? ''}
        options={PICTURES}
        testId="filter-picture"
        onChange={(thumbnail) => changeFilter({ thumbnail })}
      />
      <Select
        label="Metadata"
        none="Any"
        value={filter.conflict === true ? 'conflict' : filter.unwritten === true ? 'unwritten' : ''}
        options={METADATA}
        testId="filter-metadata"
        onChange={(chosen) =>
          changeFilter({
            unwritten: chosen === 'unwritten' || undefined,
            conflict: chosen === 'conflict' || undefined,
          })
        }
      />
      <span className={styles.tagField}>
        <SuggestField
          ref={tagField}
          label="Tags"
          placeholder="Has the tag…"
          suggestions={suggestions.filter(({ value }) => !tags.includes(value))}
          free={false}
          read={typedTag}
          testId="filter-tags"
          onChoose={(chosen) => changeFilter({ tags: [...new Set([...tags, ...chosen])] })}
          onBackspace={() => focusLastChip(chips.current)}
        />
      </span>
      <ChipList
        ref={chips}
        label="Tags asked for"
        items={tags.map((tag) => ({
          key: tag,
          text: tagText(tag),
          removeLabel: `Do not ask for the tag ${tagText(tag)}`,
        }))}
        onRemove={(tag) => changeFilter({ tags: tags.filter((other) => other !== tag) })}
        field={tagField}
        className={styles.tags}
      />
    </section>
  );
}
