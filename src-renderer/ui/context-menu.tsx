import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';
import styles from './menu.module.css';

interface ContextMenuProps {
  /** What it belongs to: a click with the other button, or the menu key while the focus is inside, opens it. */
  area: ReactElement;
  /** The same items as in a `Menu`. */
  children: ReactNode;
}

export function ContextMenu({ area, children }: ContextMenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={area} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner}>
          <Base.Popup className={styles.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
