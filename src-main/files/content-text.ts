/** Characters that plain text does not have: control characters besides tab, line ends and form feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for.
const NOT_TEXT = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\ufffd]/;

/** `xmp`, `svg`, `html`, `json`, `xml` or `text`; null where the bytes are no text at all. */
export function textFormat(head: Uint8Array, extension: string, cut: boolean): string | null {
  const text = decodeText(cut ? withoutLastCharacter(head) : head);
  if (text === null) return extension === 'txt' && isLatin1Text(head) ? 'text' : null;
  const start = text.trimStart();
  if (/<x:x[ma]pmeta|<\?xpacket|<rdf:RDF|adobe:ns:meta/.test(text)) return 'xmp';
  if (/^(<!DOCTYPE html|<html|<head|<body)/i.test(start)) return 'html';
  if (/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/s.test(start)) return 'svg';
  if (start.startsWith('<?xml')) return /<html[\s>]/i.test(text) ? 'html' : 'xml';
  if (/^[[{]/.test(start) && (extension === 'json' || isJson(start))) return 'json';
  return 'text';
}

function decodeText(bytes: Uint8Array): string | null {
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes);
    return NOT_TEXT.test(text) ? null : text;
  } catch {
    return null; // Not UTF-8.
  }
}

/** By byte order mark, else by where the zero bytes of a first `<` are. */
function encodingOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  return 'utf-8';
}

/** What was cut in the middle of a character would not decode; no character is longer than four bytes. */
function withoutLastCharacter(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  // Even, so that UTF-16 stays whole too.
  return bytes.subarray(0, Math.max(0, end - 1) & ~1);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // Cut, or something else that begins with a bracket.
  }
}

function isLatin1Text(bytes: Uint8Array): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for.
  return !/[\x00-\x08\x0e-\x1f\x7f]/.test(new TextDecoder('latin1').decode(bytes));
}
