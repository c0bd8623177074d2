import type { Ref } from 'react';
import { shownPath } from '../../lib/format/path.ts';
import { TextField } from '../../ui/text-field.tsx';

interface ConfirmNameProps {
  name: string;
  typed: string;
  onType(typed: string): void;
  ref: Ref<HTMLInputElement>;
}

/** What is to go is named by hand, so that nobody deletes another project than the one that is meant. */
export function ConfirmName({ name, typed, onType, ref }: ConfirmNameProps) {
  return (
    <TextField
      ref={ref}
      label={`Type “${shownPath(name)}” to confirm`}
      value={typed}
      data-testid="plan-confirm-name"
      onChange={(event) => onType(event.target.value)}
    />
  );
}

/** Names may be typed composed or decomposed, and signs that nobody can type count as they are shown. */
export function isNamed(name: string, typed: string): boolean {
  const plain = (text: string) => shownPath(text).normalize('NFC').trim();
  return plain(name) !== '' && plain(typed) === plain(name);
}
