import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { showTasks } from '../../app/view.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { NOT_ALLOWED, READ_RULES, WRITE_MODES } from '../../lib/texts/metadata-settings.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { changeOrder, closeMetadataDialog, type MetadataTarget, type Order } from './open-metadata.ts';
import { SettingLine } from './setting-line.tsx';
import { startMetadata } from './start-metadata.ts';
import styles from './target-choice.module.css';
import { TargetChoice } from './target-choice.tsx';
import { useMetadataSettings } from './use-metadata-settings.ts';

type Settings = NonNullable<ReturnType<typeof useMetadataSettings>>;

/** In what reading and writing differ. */
const ORDERS = {
  read: {
    operation: 'import',
    title: 'Read metadata from files',
    description:
      'Takes over what other programs wrote into photos or beside them: ratings, titles, captions, tags, people, time and place. What you changed here stays, no file is touched, and where both were changed you are asked.',
    confirm: 'Read metadata',
    onlyShow: 'show what would change',
    begun: 'Reading metadata.',
    looking: 'Looking at what would change.',
    forbidden: (settings: Settings) => !settings.allowManualImport,
    setting: (settings: Settings) => (
      <SettingLine choice={READ_RULES[settings.readPreference]} testId="metadata-read-rule" />
    ),
  },
  write: {
    operation: 'write',
    title: 'Write metadata to files',
    description:
      'Makes the files say what the library says: ratings, titles, captions, tags, people, time and place. What other programs wrote beside that stays. Each file is read back before it counts as written, and what it was before is kept, so that it can be undone.',
    confirm: 'Write metadata',
    onlyShow: 'show what would be written',
    begun: 'Writing metadata.',
    looking: 'Looking at what would be written.',
    forbidden: (settings: Settings) => !settings.allowManualWrite,
    setting: (settings: Settings) => (
      <SettingLine choice={WRITE_MODES[settings.writeMode]} testId="metadata-write-where" />
    ),
  },
} as const;

/** Says what reading or writing does, of which photos, and offers to look first. */
export function OrderDialog({ kind, targets, chosen, onlyShow }: Order) {
  const confirm = useRef<HTMLButtonElement>(null);
  const settings = useMetadataSettings();
  const order = ORDERS[kind];
  const forbidden = settings !== null && order.forbidden(settings);
  const target = targets[chosen];
  const start = useMutation({
    mutationFn: (input: MetadataTarget) => startMetadata(order.operation, input, onlyShow),
    onSuccess: (taskId) => {
      closeMetadataDialog();
      if (taskId === null && kind === 'write') return announce('All is written already.');
      showTasks(taskId ?? undefined);
      announce(onlyShow ? order.looking : order.begun);
    },
  });
  return (
    <Dialog
      open
      onClose={closeMetadataDialog}
      title={order.title}
      description={order.description}
      testId={`metadata-${kind}`}
      initialFocus={confirm}
      footer={
        <>
          <Button onClick={closeMetadataDialog}>Cancel</Button>
          <Button
            ref={confirm}
            look="primary"
            disabled={forbidden}
            data-testid={`metadata-${kind}-confirm`}
            onClick={() => target !== undefined && !start.isPending && start.mutate(target)}
          >
            {onlyShow ? capitalized(order.onlyShow) : order.confirm}
          </Button>
        </>
      }
    >
      <div className={styles.content}>
        {forbidden && <Notice tone="warn" text={NOT_ALLOWED[kind]} />}
        <TargetChoice targets={targets} chosen={chosen} onChoose={(at) => changeOrder({ chosen: at })} />
        {settings !== null && order.setting(settings)}
        <Switch
          label={`Only ${order.onlyShow}`}
          checked={onlyShow}
          onChange={(on) => changeOrder({ onlyShow: on })}
        />
        {start.isError && <Notice text={errorText(start.error)} />}
      </div>
    </Dialog>
  );
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
