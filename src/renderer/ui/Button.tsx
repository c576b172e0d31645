import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon, type IconName } from './Icon.tsx';

export type ButtonTone = 'plain' | 'primary' | 'danger' | 'quiet';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: ButtonTone;
  readonly icon?: IconName | undefined;
  readonly isSmall?: boolean;
  /** Pressed state of a toggle. */
  readonly isOn?: boolean;
}

export function Button({ tone = 'plain', icon, isSmall, isOn, className, children, ...rest }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
      className={cx('button', `button-${tone}`, isSmall === true && 'button-small', isOn === true && 'isOn', className)}
    >
      {icon === undefined ? null : <Icon name={icon} size={isSmall === true ? 14 : 16} />}
      {children}
    </button>
  );
}

/** A button that is only an icon; its name is read out and shown as its hint. */
export function IconButton({
  icon,
  label,
  ...rest
}: Omit<ButtonProps, 'children' | 'icon'> & { readonly icon: IconName; readonly label: string }): ReactNode {
  return (
    <Button tone="quiet" {...rest} aria-label={label} title={label} className={cx('button-icon', rest.className)}>
      <Icon name={icon} size={rest.isSmall === true ? 14 : 16} />
    </Button>
  );
}
