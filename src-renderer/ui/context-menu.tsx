import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';
import styles from './menu.module.css';

interface ContextMenuProps {
  /** What it belongs to: a click with the other button, or the menu key while the focus is inside, opens it. */
  area: ReactElement;
  /** What lies in the area, where that is not given with it. */
  content?: ReactNode;
  /** No menu is opened where it has nothing to offer. Default false. */
  disabled?: boolean;
  /** The same items as in a `Menu`. */
  children: ReactNode;
}

export function ContextMenu({ area, content, disabled = false, children }: ContextMenuProps) {
  return (
    <Base.Root disabled={disabled}>
      <Base.Trigger render={area} {...(content === undefined ? {} : { children: content })} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner}>
          <Base.Popup className={styles.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
