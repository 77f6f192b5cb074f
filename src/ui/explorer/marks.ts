/** @file How a neighbour relates to its query, as a mark and in words. */
import type { ImageChoice } from '../../config/datasets.ts';
import { cardOf } from '../../data/catalogue.ts';
import type { Moment, Neighbour } from '../../store/run/album.ts';
import { fixed, percent } from '../../metrics/format.ts';

/** The strongest relation wins: itself, the same thing, the same class. */
export type Mark = 'self' | 'identity' | 'label' | 'other';

type Relation = Pick<Neighbour, 'isSelf' | 'sameIdentity' | 'sameLabel'>;

export function neighbourMark({ isSelf, sameIdentity, sameLabel }: Relation): Mark {
  if (isSelf) return 'self';
  if (sameIdentity) return 'identity';
  return sameLabel ? 'label' : 'other';
}

/** What the marks mean on the pictures of a dataset; empty where there is no such thing. */
export function markNames(images: ImageChoice): Record<Mark, string> {
  const { pictured, commonClass } = cardOf(images);
  return {
    self: 'itself',
    identity: pictured,
    label: `same ${commonClass}`,
    other: `another ${commonClass}`,
  };
}

const relation: Record<Mark, string> = {
  self: 'the image itself',
  identity: 'the same, in another picture',
  label: 'same label',
  other: 'another label',
};

/** "Neighbour 2: image 1204, same label, cosine 0.82". */
export const neighbourText = (
  neighbour: Relation & Pick<Neighbour, 'image' | 'similarity'>,
  place: number,
): string =>
  `Neighbour ${place}: image ${neighbour.image}, ${relation[neighbourMark(neighbour)]}, cosine ${fixed(neighbour.similarity, 2)}`;

/** How many of the shown neighbours are what one would hope for. */
export function gallerySummary({ rows }: Pick<Moment, 'rows'>): string {
  const others = rows.flatMap((row) => row.neighbours).filter(({ isSelf }) => !isSelf);
  if (others.length === 0) return 'No other images yet.';
  const share = (test: (neighbour: Neighbour) => boolean) =>
    percent(others.filter(test).length / others.length);
  const themselves = rows.filter((row) => row.neighbours[0]?.isSelf === true).length;
  return (
    `${themselves} of ${rows.length} images find themselves first; of their other neighbours ` +
    `${share(({ sameLabel }) => sameLabel)} have the same label.`
  );
}
