/** @file Which shortcut a key press means, on whatever keyboard. Pure. */

/** What is looked at of a `KeyboardEvent`. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'getModifierState'
>;

/** Letters, and the vowel signs that some scripts have keys for, of any script but Latin. */
const otherScript = /^(?!\p{Script=Latin})[\p{L}\p{M}]/u;

/** Right-to-left scripts have a question mark of their own. */
const sameSign: Readonly<Record<string, string>> = { '؟': '?' };

/** What a US keyboard has in a place; undefined where no shortcut is there. */
function atPlace(code: string): string | undefined {
  if (/^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  return { BracketLeft: '[', BracketRight: ']' }[code];
}

/**
 * The sign that was pressed, as a shortcut goes by it: a space, a small Latin letter, or another sign. What the key
 * says comes first, so that Dvorak and AZERTY have their letters where these are printed. Only where it says a letter
 * of another script, such as Cyrillic or Greek, its place counts.
 * @returns undefined where the press is the browser's or the system's, or makes no such sign
 */
export function signOf(press: KeyPress): string | undefined {
  const { key, code, ctrlKey, metaKey, altKey } = press;
  // Windows tells AltGr as Ctrl and Alt together; either alone is a command's.
  if (metaKey || (ctrlKey && !altKey)) return undefined;
  const sign = sameSign[key] ?? key.toLowerCase();
  // With AltGr, or Option on a Mac, keyboards make signs that are no letters: [ on German ones.
  if (altKey || press.getModifierState('AltGraph')) return /^[\p{P}\p{S}]$/u.test(sign) ? sign : undefined;
  return otherScript.test(key) ? atPlace(code) : sign;
}
