import type { Photo } from '../../../src-preload/contract/photos.ts';
import { count } from '../../lib/format/numbers.ts';
import { readPosition } from '../../lib/format/position.ts';
import { tagOf, tagText, typedTag } from '../../lib/format/tags.ts';
import { changeTags, describe, rate } from '../culling/decide.ts';
import type { Description } from '../culling/description.ts';
import { StarButtons } from '../culling/star-buttons.tsx';
import { useTagSuggestions } from '../culling/use-tags.ts';
import { commonRating, commonText, SAYS, wordCounts } from './common.ts';
import { DraftField } from './draft-field.tsx';
import styles from './editor.module.css';
import { TimeFields } from './time-fields.tsx';
import { usePeopleSuggestions } from './use-people.ts';
import { WordsField } from './words-field.tsx';

interface EditorProps {
  /** Whom it is about. */
  ids: readonly number[];
  /** The same in a row. */
  who: string;
  /** Those of them that are known; of a very large selection, the first. */
  photos: readonly Photo[];
}

/** What can be said of one photo or of several. Each field is saved by itself, as one step that `u` takes back. */
export function Editor({ ids, who, photos }: EditorProps) {
  const tagSuggestions = useTagSuggestions();
  const peopleSuggestions = usePeopleSuggestions();
  const say = (said: Description) => describe(ids, said);
  const clearing = (what: string, said: Description) => ({
    label: `Remove the ${what} of all ${count(ids.length)}`,
    act: () => void say(said),
  });
  const words = (typed: string) => (typed.trim() === '' ? null : typed.trim());
  return (
    <fieldset className={styles.editor} data-typing data-testid="editor">
      <legend className={styles.legend}>Description</legend>
      <div className={styles.rating}>
        <span className={styles.label}>Rating</span>
        <StarButtons rating={commonRating(photos)} onRate={(rating) => rate(ids, rating)} />
        {commonRating(photos) === null && <span className={styles.differs}>Several values</span>}
      </div>
      <DraftField
        label="Title"
        common={commonText(photos, SAYS.title)}
        maxLength={2000}
        save={(typed) => say({ title: words(typed) })}
        clear={clearing('title', { title: null })}
        testId="info-title"
      />
      <DraftField
        label="Caption"
        lines
        common={commonText(photos, SAYS.caption)}
        maxLength={10_000}
        save={(typed) => say({ caption: words(typed) })}
        clear={clearing('caption', { caption: null })}
        testId="info-caption"
      />
      <WordsField
        label="Tags"
        placeholder="Add a tag; group > tag"
        words={wordCounts(photos, ({ tags }) => tags)}
        photos={photos.length}
        suggestions={tagSuggestions}
        textOf={tagText}
        read={typedTag}
        final={tagOf}
        several
        onAdd={(tags) => void changeTags(ids, { add: tags })}
        onRemove={(tag) => void changeTags(ids, { remove: [tag] })}
        testId="info-tags"
      />
      <WordsField
        label="People"
        placeholder="Add a name"
        words={wordCounts(photos, ({ people }) => people)}
        photos={photos.length}
        suggestions={peopleSuggestions}
        textOf={asItIs}
        read={asItIs}
        final={asItIs}
        onAdd={(names) => void say({ addPeople: names })}
        onRemove={(name) => void say({ removePeople: [name] })}
        testId="info-people"
      />
      <TimeFields who={who} photos={photos} say={say} />
      <DraftField
        label="Place"
        placeholder="Latitude, longitude"
        common={commonText(photos, SAYS.place)}
        maxLength={100}
        save={(typed) => {
          if (typed.trim() === '') return say({ position: null });
          const position = readPosition(typed);
          return position === null
            ? 'This is no place. Write latitude and longitude, as in 64.14, -21.94.'
            : say({ position });
        }}
        clear={clearing('place', { position: null })}
        testId="info-place"
      />
    </fieldset>
  );
}

const asItIs = (name: string) => name;
