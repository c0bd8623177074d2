import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, type RefObject, useCallback } from 'react';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';

interface DialogProps {
  open: boolean;
  onClose(): void;
  title: string;
  /** A sentence under the title. */
  description?: ReactNode;
  /** 460 or 700 px, less where the window is smaller. Default `narrow`. */
  width?: 'narrow' | 'wide';
  footer?: ReactNode;
  testId?: string;
  /** What gets the focus first. Default: the dialog as a whole, so that no key does something by chance. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Whether the focus goes back to where it was, asked when it is closed. Default: always. */
  returnsFocus?: () => boolean;
  children?: ReactNode;
}

const ourselves = () => false;

/** A modal dialog: the focus stays in it, Escape closes it, and the focus goes back to where it was. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  width = 'narrow',
  footer,
  testId,
  initialFocus,
  returnsFocus,
  children,
}: DialogProps) {
  // Base UI moves the focus a frame later: on a busy machine the first letters that are typed would go astray. In a
  // microtask it has noted where the focus was, and no key can have come in between.
  const popup = useCallback(
    (element: HTMLDivElement | null) => {
      if (element !== null)
        queueMicrotask(() => (initialFocus?.current ?? element).focus({ preventScroll: true }));
    },
    [initialFocus],
  );
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          ref={popup}
          initialFocus={ourselves}
          {...(returnsFocus === undefined ? {} : { finalFocus: returnsFocus })}
          className={`${styles.popup} ${styles[width]}`}
          data-testid={testId}
        >
          <header className={styles.header}>
            <div>
              <Base.Title className={styles.title}>{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className={styles.description}>{description}</Base.Description>
              )}
            </div>
            <Base.Close render={<IconButton icon="close" label="Close" />} />
          </header>
          <div className={styles.body}>{children}</div>
          {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
