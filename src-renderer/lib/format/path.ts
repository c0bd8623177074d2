/**
 * Paths are shown, never taken apart for work: main owns them. Both separators are understood, since a library may be
 * opened on Windows.
 */
export function baseName(path: string): string {
  const trimmed = path.replace(/[/\\]+$/, '');
  const name = trimmed.slice(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1);
  return name === '' ? path : name;
}

export function folderOf(path: string): string {
  const trimmed = path.replace(/[/\\]+$/, '');
  const cut = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\'));
  if (cut < 0) return '';
  return cut === 0 ? trimmed.slice(0, 1) : trimmed.slice(0, cut);
}

/** A path as seen from a folder, such as the library's root; whole where it is not inside. */
export function seenFrom(root: string, path: string): string {
  const base = root.replace(/[/\\]+$/, '');
  const next = path.charAt(base.length);
  if (base === '' || !path.startsWith(base) || (next !== '/' && next !== '\\')) return path;
  return path.slice(base.length + 1);
}

/**
 * Text that is safe to show: bytes that are not UTF-8 (carried as U+EF80…U+EFFF, see `files/native-path.ts`) and
 * control characters become a visible `�` or `␊`-like sign instead of nothing or a broken line.
 */
export function shownPath(path: string): string {
  let out = '';
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xef80 && code <= 0xefff) out += '\ufffd';
    else if (code < 0x20) out += String.fromCodePoint(0x2400 + code);
    else if (code === 0x7f) out += '\u2421';
    else out += character;
  }
  return out;
}
