import { useQuery } from '@tanstack/react-query';
import { useCommands } from '../../lib/commands/registry.tsx';
import { count } from '../../lib/format/numbers.ts';
import { baseName, folderOf, shownPath } from '../../lib/format/path.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DropOverlay } from '../upload/drop-overlay.tsx';
import { keepDropped } from '../upload/start-upload.ts';
import { useFileDrag } from '../upload/use-file-drag.ts';
import { useWaitingDrop } from '../upload/waiting-drop.ts';
import { chooseLibrary, openLibrary, openOrMakeLibrary, useOpening } from './library.ts';
import { RecentLibraries } from './recent-libraries.tsx';
import styles from './welcome.module.css';

/** How often it is asked whether the sample photos are there by now. */
const SAMPLES_LOOK_MS = 2_000;

/** Shown while no library is open: what a library is, and the three ways to one. */
export function Welcome() {
  const { root: opening, error } = useOpening();
  const places = useQuery(
    orpc.system.places.queryOptions({
      // In a checkout they are drawn while this page is looked at.
      refetchInterval: (query) => (query.state.data?.samples == null ? SAMPLES_LOOK_MS : false),
    }),
  ).data;
  const dragging = useFileDrag(keepDropped);
  const waiting = useWaitingDrop((drop) => drop.paths);
  const busy = opening !== null;
  useCommands({ 'library.open': () => void chooseLibrary() });

  const trySamples = (library: string, samples: string) => {
    useWaitingDrop.setState({ paths: [samples], name: 'Sample photos' });
    void openOrMakeLibrary(library);
  };

  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <div className={styles.lamp}>
          <Icon name="lamp" size={40} />
        </div>
        <h1 className={styles.title}>Welcome to Safelight</h1>
        <p className={styles.lead}>
          A library is a folder of your own. Photos you drop in are copied there, checked, and never
          overwritten. Nothing leaves this computer.
        </p>
        {error !== null && <Notice text={error} />}
        {waiting.length > 0 && (
          <p className={styles.waiting} role="status" data-testid="waiting-drop">
            {waitingText(waiting)}
          </p>
        )}
        <div className={styles.choices}>
          <Button
            look="primary"
            size="large"
            icon="library"
            disabled={busy}
            data-testid="library-open"
            onClick={() => void chooseLibrary()}
          >
            {busy ? 'Opening…' : 'Create or open a library…'}
          </Button>
          {places !== undefined && (
            <Button
              size="large"
              icon="folder"
              disabled={busy}
              data-testid="library-suggested"
              title={shownPath(places.suggestedLibrary)}
              onClick={() => void openOrMakeLibrary(places.suggestedLibrary)}
            >
              Use {shortPlace(places.suggestedLibrary)}
            </Button>
          )}
        </div>
        {places?.samples != null && (
          <SampleOffer
            disabled={busy}
            onTry={() => trySamples(places.suggestedLibrary, places.samples ?? '')}
          />
        )}
        <RecentLibraries disabled={busy} onOpen={(root) => void openLibrary(root, false)} />
      </div>
      {dragging && <DropOverlay text="Drop to import, once you have chosen a library" />}
    </main>
  );
}

function waitingText(paths: readonly string[]): string {
  const [first = ''] = paths;
  const more = paths.length > 1 ? ` and ${count(paths.length - 1)} more` : '';
  return `“${shownPath(baseName(first))}”${more} will be looked at next. First choose the library that is to hold your photos.`;
}

function shortPlace(path: string): string {
  const parent = folderOf(path);
  return shownPath(parent === '' ? path : `${baseName(parent)}/${baseName(path)}`);
}

function SampleOffer({ disabled, onTry }: { disabled: boolean; onTry(): void }) {
  return (
    <div className={styles.samples}>
      <div>
        <strong>No photos at hand?</strong>
        <p>Have a look around with a small set of pictures made for that.</p>
      </div>
      <Button icon="photos" disabled={disabled} data-testid="library-samples" onClick={onTry}>
        Try the sample photos
      </Button>
    </div>
  );
}
