/** @file What happens to the picture that the diagram shows, in a sentence: the diagram's title. */
import { count } from '../../metrics/format.ts';
import type { Answer } from '../../store/inspector/answer.ts';

/** A piece of a sentence: plain, in bold, or in the colour of the arm. */
export type Piece = string | { bold: string } | { gate: 'open' | 'shut' };

/** What it rests on. */
export type TitleGrounds = Pick<
  Answer,
  | 'image'
  | 'positive'
  | 'reason'
  | 'settings'
  | 'candidates'
  | 'ballots'
  | 'windowLength'
  | 'bootstrapsEmbeddings'
> & { images: ReadonlyMap<number, { name: string }> };

export function titleOf(grounds: TitleGrounds): Piece[] {
  const { image, positive, reason, settings, bootstrapsEmbeddings } = grounds;
  const it = capital(quoted(grounds, image));
  const partner = quoted(grounds, positive);
  const self = positive === image;
  switch (reason) {
    case 'baseline':
      return bootstrapsEmbeddings
        ? [`${it} keeps its own two views; a stored look-alike stands in for what the network made of one.`]
        : [`${it} learns from itself; nobody asks what looks like it.`];
    case 'window-filling':
      return [`${it} learns from itself: ${waitingFor(grounds)}.`];
    case 'no-neighbour':
      return [`${it} learns from itself: nothing is recorded of it yet.`];
    case 'nearest':
      return self
        ? [`${it} is its own nearest, so it learns from itself.`]
        : [`${it} has to learn from the nearest picture, ${partner}.`];
    case 'gate-closed':
      return [
        `${it} is `,
        { bold: 'taken for' },
        ` ${quoted(grounds, grounds.candidates[0]?.image ?? image)}, so the gate is `,
        { gate: 'shut' },
        ': it learns from itself.',
      ];
    case 'drawn':
      if (settings.policy === 'window')
        return [`${it} draws among its look-alikes: this time ${self ? 'itself' : partner}.`];
      return [
        `${it} is `,
        { bold: 'recognised' },
        ', so the gate is ',
        { gate: 'open' },
        self ? '; this time it drew itself.' : `: it learns from ${partner}.`,
      ];
  }
}

/** The sentence without its marks. */
export const plainTitle = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => (typeof piece === 'string' ? piece : 'bold' in piece ? piece.bold : piece.gate))
    .join('');

/** "cactus (twemoji)" in two: what it shows, and in which style. */
export function nameParts(name: string): { thing: string; style: string | undefined } {
  const found = /^(.+) \(([^()]+)\)$/.exec(name);
  return found === null ? { thing: name, style: undefined } : { thing: found[1] ?? name, style: found[2] };
}

/** “cactus”; “another cactus” where the picture that is spoken of shows one, too. */
export function quoted({ image, images }: TitleGrounds, other: number): string {
  const thingOf = (number: number) => nameParts(images.get(number)?.name ?? `image ${count(number)}`).thing;
  const thing = thingOf(other);
  return other !== image && thing === thingOf(image) ? `another “${thing}”` : `“${thing}”`;
}

/** "the gate waits for 3 epochs of votes" */
export function waitingFor({
  settings,
  windowLength,
}: Pick<TitleGrounds, 'settings' | 'windowLength'>): string {
  if (settings.policy === 'naive') return 'no epoch has recorded who is near yet';
  const epochs = windowLength === 1 ? 'an epoch' : `${count(windowLength)} epochs`;
  return `the ${settings.policy === 'adaptive' ? 'gate' : 'draw'} waits for ${epochs} of votes`;
}

/** The first letter, behind a quotation mark if there is one. */
export const capital = (text: string): string =>
  text.replace(/^(“?)(\p{L})/u, (_, mark: string, letter: string) => mark + letter.toUpperCase());
