import { useQuery } from '@tanstack/react-query';
import { useCommands } from '../../lib/commands/registry.tsx';
import { baseName, folderOf, shownPath } from '../../lib/format/path.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { beginUpload } from '../upload/upload-flow.ts';
import { chooseLibrary, openLibrary, useOpening } from './library.ts';
import { RecentLibraries } from './recent-libraries.tsx';
import styles from './welcome.module.css';

/** Shown while no library is open: what a library is, and the three ways to one. */
export function Welcome() {
  const { root: opening, error } = useOpening();
  const places = useQuery(orpc.system.places.queryOptions()).data;
  const busy = opening !== null;
  useCommands({ 'library.open': () => void chooseLibrary() });

  const trySamples = async (library: string, samples: string) => {
    if (await openLibrary(library, true)) beginUpload([samples], { name: 'Sample photos' });
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
              onClick={() => void openLibrary(places.suggestedLibrary, true)}
            >
              Use {shortPlace(places.suggestedLibrary)}
            </Button>
          )}
        </div>
        {places?.samples != null && (
          <SampleOffer
            disabled={busy}
            onTry={() => void trySamples(places.suggestedLibrary, places.samples ?? '')}
          />
        )}
        <RecentLibraries disabled={busy} onOpen={(root) => void openLibrary(root, false)} />
      </div>
    </main>
  );
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
