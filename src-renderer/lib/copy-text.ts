/**
 * Puts a text on the clipboard. Not by `navigator.clipboard`: that asks for a permission, and this page is given none.
 * @returns false where the system did not take it
 */
export function copyText(text: string): boolean {
  const give = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
  };
  document.addEventListener('copy', give, { once: true });
  const done = document.execCommand('copy');
  document.removeEventListener('copy', give);
  return done;
}
