/** @file What the page says of a lesson by itself: the words of a button, the text for those who hear it. Pure. */
import type { Action } from '../../lessons/action.ts';
import type { Card, Paragraph } from '../../lessons/lesson.ts';
import { fields } from '../../config/fields.ts';
import { presets } from '../../config/presets.ts';
import { declarations } from '../../metrics/table.ts';

/** Of a button whose lesson has no words for it. */
export function buttonText(action: Action): string {
  switch (action.does) {
    case 'play':
      return 'Train';
    case 'train':
      return `Train ${action.epochs} ${action.epochs === 1 ? 'epoch' : 'epochs'}`;
    case 'pause':
      return 'Pause';
    case 'step':
      return 'One step';
    case 'replay':
      return 'Play the recording';
    case 'begin':
      return 'Begin again';
    case 'scrub':
      return typeof action.to === 'number' ? `Turn to epoch ${action.to}` : `Turn to the ${action.to}`;
    case 'preset':
      return `Choose “${presets[action.preset].title}”`;
    case 'set':
      return `Set ${fields.find(({ path }) => path === action.path)?.label ?? action.path} to ${action.value}`;
    case 'arm':
      return `Follow “${action.label}”`;
    case 'show':
      return `Show ${declarations[action.metric].label}`;
    case 'open':
      return openText[action.part];
  }
}

const openText = {
  inspector: 'Open “Why this pair?”',
  'open-gate': 'Ask about an open gate',
  'shut-gate': 'Ask about a shut gate',
  settings: 'Open the settings',
  performance: 'Open Performance',
  help: 'Open the help',
} as const;

/** The words of a paragraph, without its numbers: those change. */
const wordsOf = (paragraph: Paragraph): string =>
  paragraph.map((piece) => ('text' in piece ? piece.text : '…')).join('');

/** A card as it is announced when it is turned to. */
export const announced = ({ title, text }: Card, number: number, of: number): string =>
  `Card ${number} of ${of}. ${title}. ${text.map(wordsOf).join(' ')}`;
