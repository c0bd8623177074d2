import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';
import { plural } from '../../lib/format/numbers.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { tellOfDecision } from '../culling/last-decision.ts';

interface RevertDialogProps {
  target: ChangeTarget;
  photos: number;
  onClose(): void;
}

/** Asks before an evening of decisions is dropped. */
export function RevertDialog({ target, photos, onClose }: RevertDialogProps) {
  const confirm = useRef<HTMLButtonElement>(null);
  const revert = useMutation(
    orpc.changes.revert.mutationOptions({
      onSuccess: (answer) => {
        tellOfDecision(`${plural(answer.photos, 'photo')}: all kept`, false);
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Keep ${plural(photos, 'photo')} after all?`}
      description="What you decided not to keep is wanted again; the key for undo takes it back as one step. No file is touched, and ratings and tags stay."
      testId="revert-dialog"
      initialFocus={confirm}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            ref={confirm}
            look="primary"
            data-testid="revert-confirm"
            disabled={revert.isPending}
            onClick={() => revert.mutate({ target })}
          >
            Keep {plural(photos, 'photo')}
          </Button>
        </>
      }
    >
      {revert.isError && <Notice text={errorText(revert.error)} />}
    </Dialog>
  );
}
