/** @file The colours of the app's own stylesheet. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { coloursIn, type Colours } from '../../../charts/figure/colours.ts';

const stylesheet = fileURLToPath(new URL('../../../ui/styles/tokens.css', import.meta.url));

export const readColours = (): Colours => coloursIn(readFileSync(stylesheet, 'utf8'));
