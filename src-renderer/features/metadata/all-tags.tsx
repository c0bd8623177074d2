import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { copyText } from '../../lib/copy-text.ts';
import { plural } from '../../lib/format/numbers.ts';
import { baseName, shownPath } from '../../lib/format/path.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { usePhoto } from '../grid/photos.ts';
import styles from './all-tags.module.css';
import { closeMetadataDialog } from './open-metadata.ts';
import { type TagLine, tagLines, tagsText } from './tag-lines.ts';

const NOTHING: never[] = [];

/** Everything that each file of a photo says of itself, to look through, to search, and to copy. */
export function AllTags({ photoId }: { photoId: number }) {
  const photo = usePhoto(photoId);
  const files = photo?.files.filter(({ missing }) => !missing) ?? NOTHING;
  const [chosen, setChosen] = useState<number | null>(null);
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const file = files.find(({ id }) => id === chosen) ?? files[0];
  const query = useQuery(
    orpc.metadata.tags.queryOptions({
      input: { photoId, fileId: file?.id ?? 1 },
      enabled: file !== undefined,
      // A file may have been changed by another program meanwhile.
      staleTime: 0,
    }),
  );
  const tags = query.data ?? NOTHING;
  const lines = useMemo(() => tagLines(tags, search), [tags, search]);
  const found = lines.filter(({ kind }) => kind === 'tag').length;
  const copy = (text: string, what: string) =>
    announce(copyText(text) ? `Copied: ${what}` : 'The system’s clipboard did not take it', 'polite');
  return (
    <Dialog
      open
      onClose={closeMetadataDialog}
      width="wide"
      title={`All tags of ${shownPath(photo?.name ?? 'the photo')}`}
      testId="all-tags"
      initialFocus={field}
      footer={
        <>
          <span className={styles.count} role="status">
            {query.isSuccess &&
              (search.trim() === '' ? plural(found, 'tag') : `${plural(found, 'tag')} of ${tags.length}`)}
          </span>
          <Button
            icon="duplicate"
            disabled={found === 0}
            data-testid="all-tags-copy"
            onClick={() => copy(tagsText(lines), plural(found, 'tag'))}
          >
            Copy {search.trim() === '' ? 'all' : 'these'}
          </Button>
          <Button onClick={closeMetadataDialog}>Close</Button>
        </>
      }
    >
      <div className={styles.head}>
        <fieldset className={styles.files}>
          <legend className={styles.legend}>Which file</legend>
          {files.map((entry) => (
            <Button
              key={entry.id}
              size="small"
              look="plain"
              aria-pressed={entry.id === file?.id}
              data-testid="all-tags-file"
              onClick={() => setChosen(entry.id)}
            >
              {shownPath(baseName(entry.path))}
            </Button>
          ))}
        </fieldset>
        <TextField
          ref={field}
          label="Search"
          hideLabel
          placeholder="Search names and values"
          value={search}
          data-testid="all-tags-search"
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {query.isError && <Notice text={errorText(query.error)} />}
      {query.isPending && file !== undefined && <p className={styles.none}>Reading the file…</p>}
      {query.isSuccess && found === 0 && (
        <p className={styles.none}>
          {tags.length === 0 ? 'This file says nothing of itself.' : 'No tag has this in it.'}
        </p>
      )}
      {lines.length > 0 && (
        <VirtualList
          label="Tags of the file"
          items={lines}
          rowHeight={heightOf}
          maxHeight={430}
          keyOf={(line, at) => (line.kind === 'group' ? `${line.group}/` : `${at}/${line.name}`)}
          render={(line) =>
            line.kind === 'group' ? (
              <h3 className={styles.group}>
                {line.group} <span>{line.tags}</span>
              </h3>
            ) : (
              <div className={styles.tag} data-testid="file-tag">
                <span className={styles.name}>{line.name}</span>
                <span className={styles.value}>{line.value}</span>
                <IconButton
                  icon="duplicate"
                  size="small"
                  label={`Copy ${line.name}`}
                  onClick={() => copy(line.value, line.name)}
                />
              </div>
            )
          }
        />
      )}
    </Dialog>
  );
}

const LETTERS = 62;
const heightOf = (line: TagLine) =>
  line.kind === 'group' ? 34 : 12 + 18 * Math.max(1, Math.ceil(line.value.length / LETTERS));
