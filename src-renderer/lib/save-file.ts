/** Hands a text over as a file. The window asks where it should go. */
export function saveFile(name: string, text: string, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the download reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
