type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Pressed on the way to another key, or to none. */
const NO_KEY = new Set([
  'Control',
  'Shift',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'Dead',
  'Unidentified',
  'Process',
]);

/**
 * What was pressed, in tinykeys' notation; null while it is not a whole key yet. A sign that needs Shift on this keyboard
 * needs none on another, so there Shift is free: `[Shift]+?`.
 */
export function keyOfEvent(event: Pressed, mac: boolean): string | null {
  if (NO_KEY.has(event.key)) return null;
  const main = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey && 'Control' : event.metaKey && 'Meta';
  const sign = event.key.length === 1 && event.key !== ' ';
  const letter = sign && event.key.toLowerCase() !== event.key.toUpperCase();
  const shift = event.shiftKey && (sign && !letter ? '[Shift]' : 'Shift');
  const key =
    event.key === ' '
      ? 'Space'
      : letter
        ? event.shiftKey
          ? event.key.toUpperCase()
          : event.key.toLowerCase()
        : event.key;
  return [main && '$mod', other, event.altKey && 'Alt', shift, key]
    .filter((part) => typeof part === 'string')
    .join('+');
}
