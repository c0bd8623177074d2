import { useQuery } from '@tanstack/react-query';
import type { MetadataField } from '../../../src-preload/contract/metadata.ts';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { count } from '../../lib/format/numbers.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { fieldsText } from '../../lib/texts/metadata.ts';
import { NOT_ALLOWED } from '../../lib/texts/metadata-settings.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { openConflicts, openWrite } from '../metadata/open-metadata.ts';
import { useMetadataSettings } from '../metadata/use-metadata-settings.ts';
import styles from './unwritten.module.css';

interface UnwrittenProps {
  ids: readonly number[];
  photos: readonly Photo[];
}

/** What the library says and the files do not say yet, or say otherwise, with the way to bring them together. */
export function Unwritten({ ids, photos }: UnwrittenProps) {
  const only = ids.length === 1 ? ids[0] : undefined;
  const state = useQuery(
    orpc.metadata.state.queryOptions({
      input: { photoId: only ?? 1 },
      enabled: only !== undefined,
      staleTime: 0,
    }),
  ).data;
  const settings = useMetadataSettings();
  const waiting = photos.filter(({ unwritten }) => unwritten);
  const conflicts = only === undefined ? [] : (state?.conflicts ?? []);
  // What contradicts the files cannot be written before that is decided, so it does not wait for the writing.
  const fields =
    only === undefined ? [] : (state?.unwritten ?? []).filter((field) => !contains(conflicts, field));
  const onlyConflicts = conflicts.length > 0 && fields.length === 0;
  return (
    // Not spoken by itself: the grid says it with the name of the photo, and each field when it is saved.
    <>
      {waiting.length > 0 && !onlyConflicts && (
        <div className={styles.line} data-testid="info-unwritten">
          <Icon name="write" size={16} />
          <div className={styles.text}>
            <p>
              {only === undefined
                ? `Not written to their files yet: ${count(waiting.length)} of ${count(photos.length)}.`
                : fields.length === 0
                  ? 'Not written to its files yet.'
                  : `Not written to its files yet: ${fieldsText(fields)}.`}
            </p>
            {settings?.allowManualWrite === false && (
              <p className={styles.note}>{NOT_ALLOWED.write.title}.</p>
            )}
            <Button
              size="small"
              disabled={settings?.allowManualWrite === false}
              data-testid="info-write"
              onClick={() => openWrite({ photoIds: ids }, { waiting: true }, { all: true })}
            >
              Write metadata…
            </Button>
          </div>
        </div>
      )}
      {only !== undefined && conflicts.length > 0 && (
        <div className={styles.line} data-conflict data-testid="info-conflict">
          <Icon name="warning" size={16} />
          <div className={styles.text}>
            <p>The library and the files contradict each other: {fieldsText(conflicts)}.</p>
            <Button size="small" data-testid="info-decide" onClick={() => openConflicts(only)}>
              Decide…
            </Button>
          </div>
        </div>
      )}
    </>
  );
}

const contains = (fields: readonly MetadataField[], field: MetadataField) => fields.includes(field);
