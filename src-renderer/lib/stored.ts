/** A value that outlives the page. Storage may be full or forbidden; then it lives as long as the page does. */
export function readStored<T>(
  storage: Storage,
  key: string,
  accept: (value: unknown) => value is T,
): T | null {
  try {
    const text = storage.getItem(`safelight.${key}`);
    if (text === null) return null;
    const value: unknown = JSON.parse(text);
    return accept(value) ? value : null;
  } catch {
    return null; // Not JSON, or no storage: as if nothing were stored.
  }
}

export function writeStored(storage: Storage, key: string, value: unknown): void {
  try {
    storage.setItem(`safelight.${key}`, JSON.stringify(value));
  } catch {
    // A preference that is not remembered is no reason to fail what the person just did.
  }
}
