import type { Choice } from '../../lib/texts/metadata-settings.ts';
import { Button } from '../../ui/button.tsx';
import { openMetadataSettings } from './open-metadata.ts';
import styles from './target-choice.module.css';

/** What the settings say of what is about to be done, with the way to them. */
export function SettingLine({ choice, testId }: { choice: Choice; testId: string }) {
  return (
    <div className={styles.where} data-testid={testId}>
      <p>
        <strong>{choice.label}.</strong> {choice.note}
      </p>
      <Button size="small" data-testid="metadata-to-settings" onClick={openMetadataSettings}>
        Settings…
      </Button>
    </div>
  );
}
