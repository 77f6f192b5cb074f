import { describe, expect, it } from 'vitest';
import { signOf } from './keys.ts';

type Held = 'ctrl' | 'meta' | 'alt' | 'AltGraph';

/** A press as browsers tell it. */
const press = (key: string, code: string, ...held: Held[]) =>
  signOf({
    key,
    code,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    altKey: held.includes('alt'),
    getModifierState: (name) => held.some((one) => one === name),
  });

describe('the shortcut of a key', () => {
  it.each<[keyboard: string, sign: string | undefined, key: string, code: string, ...held: Held[]]>([
    ['US', ' ', ' ', 'Space'],
    ['US', 's', 's', 'KeyS'],
    ['US, Caps Lock or Shift', 's', 'S', 'KeyS'],
    ['US', '[', '[', 'BracketLeft'],
    ['US', ']', ']', 'BracketRight'],
    ['US', '?', '?', 'Slash'],
    ['German, AltGr+8 on Windows', '[', '[', 'Digit8', 'ctrl', 'alt', 'AltGraph'],
    ['German, AltGr+9 on older Windows', ']', ']', 'Digit9', 'ctrl', 'alt'],
    ['German, AltGr+8 on Linux', '[', '[', 'Digit8', 'AltGraph'],
    ['German', '?', '?', 'Minus'],
    ['German, ü where US has [', 'ü', 'ü', 'BracketLeft'],
    ['German, + where US has ]', '+', '+', 'BracketRight'],
    ['German, Z where US has Y', 'z', 'z', 'KeyY'],
    ['German on a Mac, Option+5', '[', '[', 'Digit5', 'alt'],
    ['German on a Mac, Option+6', ']', ']', 'Digit6', 'alt'],
    ['US on a Mac, Option+S', undefined, 'ß', 'KeyS', 'alt'],
    ['Polish, AltGr+S', undefined, 'ś', 'KeyS', 'AltGraph'],
    ['French AZERTY, AltGr+5', '[', '[', 'Digit5', 'ctrl', 'alt', 'AltGraph'],
    ['French AZERTY, AltGr+)', ']', ']', 'Minus', 'AltGraph'],
    ['French AZERTY', 'a', 'a', 'KeyQ'],
    ['French AZERTY', '?', '?', 'KeyM'],
    ['French AZERTY, a dead ^ where US has [', 'dead', 'Dead', 'BracketLeft'],
    ['French AZERTY, $ where US has ]', '$', '$', 'BracketRight'],
    ['Dvorak, O where US has S', 'o', 'o', 'KeyS'],
    ['Dvorak, S where US has ;', 's', 's', 'Semicolon'],
    ['Dvorak, [ where US has -', '[', '[', 'Minus'],
    ['Russian', 's', 'ы', 'KeyS'],
    ['Russian, Shift', 'n', 'Т', 'KeyN'],
    ['Russian', '[', 'х', 'BracketLeft'],
    ['Russian', ']', 'ъ', 'BracketRight'],
    ['Russian, Shift+7', '?', '?', 'Digit7'],
    ['Russian, a letter where US has ;', undefined, 'ж', 'Semicolon'],
    ['Greek', 's', 'σ', 'KeyS'],
    ['Greek', 'r', 'ρ', 'KeyR'],
    ['Greek', '[', '[', 'BracketLeft'],
    ['Hebrew', 's', 'ד', 'KeyS'],
    ['Arabic', 't', 'ف', 'KeyT'],
    ['Arabic', '[', 'ج', 'BracketLeft'],
    ['Arabic', '?', '؟', 'Slash'],
    ['Thai, a vowel sign', 'n', 'ื', 'KeyN'],
    ['Hindi, a vowel sign', 's', 'े', 'KeyS'],
    ['Korean', 's', 'ㄴ', 'KeyS'],
    ['any, reload', undefined, 'r', 'KeyR', 'ctrl'],
    ['Mac, reload', undefined, 'r', 'KeyR', 'meta'],
    ['Russian, reload', undefined, 'к', 'KeyR', 'ctrl'],
    ['Mac, Back', undefined, '[', 'BracketLeft', 'meta'],
    ['German on a Mac, ⌘ and Option+5', undefined, '[', 'Digit5', 'meta', 'alt'],
    ['German on Linux, Ctrl and AltGr+8', undefined, '[', 'Digit8', 'ctrl', 'AltGraph'],
    ['any, a menu by Alt', undefined, 's', 'KeyS', 'alt'],
    ['any, Ctrl+Alt+T', undefined, 't', 'KeyT', 'ctrl', 'alt'],
    ['any, Alt+Space', undefined, ' ', 'Space', 'alt'],
  ])('%s: %j of %j at %s', (_, sign, ...pressed) => {
    expect(press(...pressed)).toBe(sign);
  });
});
