import type { ButtonHTMLAttributes, Ref } from 'react';
import styles from './button.module.css';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /**
   * `primary` once per view at most, `danger` in its place where there is no way back. `plain` has no frame until pointed
   * at. Default `framed`.
   */
  look?: 'primary' | 'danger' | 'framed' | 'plain';
  /** Default `medium`. */
  size?: 'small' | 'medium' | 'large';
  icon?: IconName;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  look = 'framed',
  size = 'medium',
  icon,
  className,
  children,
  ...rest
}: ButtonProps) {
  const classes = [
    styles.button,
    styles[look],
    styles[size],
    children === undefined && styles.square,
    className,
  ];
  return (
    <button type="button" {...rest} className={classes.filter(Boolean).join(' ')}>
      {icon !== undefined && <Icon name={icon} size={size === 'small' ? 15 : 17} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  icon: IconName;
  /** Said by screen readers and shown on hover. */
  label: string;
}

export function IconButton({ label, look = 'plain', ...rest }: IconButtonProps) {
  return <Button {...rest} look={look} aria-label={label} title={rest.title ?? label} />;
}
