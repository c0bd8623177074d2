import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './menu.module.css';

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  align?: 'start' | 'end';
  children: ReactNode;
}

export function Menu({ trigger, align = 'start', children }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={6} align={align}>
          <Base.Popup className={styles.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: IconName;
  onClick(): void;
  children: ReactNode;
}

export function MenuItem({ icon, onClick, children }: MenuItemProps) {
  return (
    <Base.Item className={styles.item} onClick={onClick}>
      <span className={styles.mark}>{icon !== undefined && <Icon name={icon} size={16} />}</span>
      <span className={styles.label}>{children}</span>
    </Base.Item>
  );
}

interface MenuChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
}

/** One of several, with the present one marked by a tick as well as for screen readers. */
export function MenuChoice<T extends string>({ label, value, options, onChange }: MenuChoiceProps<T>) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.groupLabel}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={styles.item} closeOnClick>
            <span className={styles.mark}>
              <Base.RadioItemIndicator>
                <Icon name="check" size={16} />
              </Base.RadioItemIndicator>
            </span>
            <span className={styles.label}>{option.label}</span>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

interface MenuCheckProps {
  checked: boolean;
  onChange(checked: boolean): void;
  /** Why it does nothing at present; it can be switched all the same. */
  note?: string | undefined;
  children: ReactNode;
}

/** On or off, with a tick as well as for screen readers. The menu stays open: one looks at what one has switched. */
export function MenuCheck({ checked, onChange, note, children }: MenuCheckProps) {
  return (
    <Base.CheckboxItem className={styles.item} checked={checked} onCheckedChange={(next) => onChange(next)}>
      <span className={styles.mark}>
        <Base.CheckboxItemIndicator>
          <Icon name="check" size={16} />
        </Base.CheckboxItemIndicator>
      </span>
      <span className={styles.label}>
        {children}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </span>
    </Base.CheckboxItem>
  );
}

export function MenuSeparator() {
  return <Base.Separator className={styles.separator} />;
}
