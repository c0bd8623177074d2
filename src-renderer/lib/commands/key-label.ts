const NAMES: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Escape: 'Esc',
};

/** The keycaps of a binding: `$mod+Shift+L` becomes `Ctrl`, `Shift`, `L` (`⌘ ⇧ L` on a Mac). */
export function keyLabel(binding: string, mac: boolean): string[] {
  const plain = binding.replaceAll(/\[\w+\]\+/g, '');
  return plain.split(/\+(?!$)/).map((part) => {
    if (part === '$mod') return mac ? '⌘' : 'Ctrl';
    if (part === 'Shift') return mac ? '⇧' : 'Shift';
    return NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}

const mac = navigator.userAgent.includes('Mac');

/** The same in one piece, for a tooltip: `Ctrl+Shift+L`. */
export function keyText(binding: string): string {
  return keyLabel(binding, mac).join('+');
}
