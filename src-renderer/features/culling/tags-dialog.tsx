import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { count, plural } from '../../lib/format/numbers.ts';
import { tagOf, tagText, typedTag } from '../../lib/format/tags.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { Button } from '../../ui/button.tsx';
import { ChipList, focusLastChip } from '../../ui/chip-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { MAX_PHOTOS } from '../derivatives/max-photos.ts';
import { changeTags } from './decide.ts';
import styles from './tags-dialog.module.css';
import { whoText } from './texts.ts';
import { useTagSuggestions } from './use-tags.ts';

/** Adds tags to photos and takes them away. Each change is one step for undo. */
export function TagsDialog({ ids, onClose }: { ids: readonly number[]; onClose(): void }) {
  const field = useRef<HTMLInputElement>(null);
  const chips = useRef<HTMLDivElement>(null);
  const suggestions = useTagSuggestions();
  const known = useMemo(() => ids.slice(0, MAX_PHOTOS), [ids]);
  const photos = useQuery(orpc.photos.get.queryOptions({ input: { ids: known }, staleTime: 0, gcTime: 0 }));
  const counts = new Map<string, number>();
  for (const photo of photos.data ?? [])
    for (const tag of photo.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const present = [...counts].sort(([a], [b]) => a.localeCompare(b));
  const everywhere = new Set(present.flatMap(([tag, times]) => (times === known.length ? tag : [])));
  const change = (tags: { add?: string[]; remove?: string[] }) => {
    void changeTags(ids, tags).then(() => photos.refetch());
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Tags of ${whoText(ids)}`}
      testId="tags-dialog"
      initialFocus={field}
      footer={
        <Button look="primary" data-testid="tags-done" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className={styles.field}>
        <SuggestField
          ref={field}
          label={ids.length === 1 ? 'Add a tag' : `Add a tag to all ${count(ids.length)}`}
          placeholder="Type a tag, Enter adds it; group > tag"
          read={typedTag}
          final={tagOf}
          suggestions={suggestions}
          notShown={everywhere}
          free
          several
          addsWhenLeft
          testId="tag-field"
          onChoose={(tags) => change({ add: tags })}
          onBackspace={() => focusLastChip(chips.current)}
        />
      </div>
      {ids.length > known.length && (
        <p className={styles.note}>Below are the tags of the first {plural(known.length, 'photo')}.</p>
      )}
      <ChipList
        ref={chips}
        label="Tags"
        items={present.map(([tag, times]) => ({
          key: tag,
          text: tagText(tag),
          aside: times === known.length ? undefined : `${count(times)} of ${count(known.length)}`,
          removeLabel: `Remove the tag ${tagText(tag)}`,
        }))}
        onRemove={(tag) => change({ remove: [tag] })}
        field={field}
        className={styles.tags}
      />
      {photos.isSuccess && present.length === 0 && <p className={styles.note}>No tags yet.</p>}
    </Dialog>
  );
}
