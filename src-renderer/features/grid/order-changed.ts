const listeners = new Set<() => void>();

/** A person has changed what photos are sorted by: their order is to be asked for again. */
export function orderChanged(): void {
  for (const listener of listeners) listener();
}

export function onOrderChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
