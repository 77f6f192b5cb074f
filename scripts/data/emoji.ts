/**
 * @file Emoji-32: every base emoji (no skin tones) in five drawing styles, 32×32 RGB on white.
 * Label = Unicode group, identity = the emoji, variant = the style.
 */
import { z } from 'zod';
import sharp from 'sharp';
import type { CollectedImage, Collection } from './collection.ts';
import { readPackageJson } from './packages.ts';

const SIZE = 32;

/** Icon sets in the order of their variant numbers. Fluent's non-flat set nearly repeats the flat one. */
const STYLES = [
  { set: '@iconify-json/noto', name: 'Noto' },
  { set: '@iconify-json/twemoji', name: 'Twemoji' },
  { set: '@iconify-json/fluent-emoji-flat', name: 'Fluent' },
  { set: '@iconify-json/openmoji', name: 'OpenMoji' },
  { set: '@iconify-json/emojione', name: 'EmojiTwo' },
] as const;

const UNICODE = 'unicode-emoji-json';

/** The npm packages that the images are made from and with. */
export const emojiPackages: readonly string[] = [...STYLES.map((style) => style.set), UNICODE, 'sharp'];

const box = {
  left: z.number().optional(),
  top: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
};
const iconSetSchema = z.object({
  ...box,
  icons: z.record(z.string(), z.object({ ...box, body: z.string() })),
  aliases: z
    .record(z.string(), z.strictObject({ parent: z.string(), hFlip: z.boolean().optional() }))
    .default({}),
});
type IconSet = z.infer<typeof iconSetSchema>;

const unicodeSchema = z.record(
  z.string(),
  z.object({ name: z.string(), slug: z.string(), group: z.string() }),
);

interface Drawing {
  svg: string;
  /** Some icons are their parent's mirror image. */
  mirrored: boolean;
}

/** The names under which an icon set may hold an emoji: its Unicode slug, or one of the sets' ways with flags. */
function iconNames(slug: string): string[] {
  const name = slug.replaceAll('_', '-');
  return [name, name.replace(/^flag-/, 'flag-for-'), name.replace(/^flag-/, 'flag-for-flag-')];
}

function findDrawing(set: IconSet, slug: string): Drawing | undefined {
  for (const name of iconNames(slug)) {
    const alias = set.aliases[name];
    const icon = set.icons[alias?.parent ?? name];
    if (icon === undefined) continue;
    const { left, top, width, height } = { left: 0, top: 0, width: 16, height: 16, ...set, ...icon };
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
      `width="${SIZE}" height="${SIZE}" viewBox="${left} ${top} ${width} ${height}">${icon.body}</svg>`;
    return { svg, mirrored: alias?.hFlip === true };
  }
  return undefined;
}

/** uint8 `[32, 32, 3]`, transparency over white. */
async function rasterise(drawing: Drawing): Promise<Uint8Array> {
  let image = sharp(Buffer.from(drawing.svg)).flatten({ background: '#ffffff' }).toColourspace('srgb');
  if (drawing.mirrored) image = image.flop();
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.width !== SIZE || info.height !== SIZE || info.channels !== 3)
    throw new Error(`Drew ${info.width}×${info.height}×${info.channels} where 32×32×3 was asked for.`);
  return new Uint8Array(data);
}

/** Runs the jobs with a few under way at a time, which keeps libvips's threads busy without piling up. */
async function inParallel<T>(jobs: readonly (() => Promise<T>)[], width: number): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const runner = async (): Promise<void> => {
    for (let job = jobs[next]; job !== undefined; job = jobs[next]) {
      const slot = next++;
      results[slot] = await job();
    }
  };
  await Promise.all(Array.from({ length: width }, runner));
  return results;
}

/** Draws all of Emoji-32. */
export async function collectEmoji(): Promise<Collection> {
  const sets = STYLES.map(({ set }) => iconSetSchema.parse(readPackageJson(set, 'icons.json')));
  const emoji = Object.values(unicodeSchema.parse(readPackageJson(UNICODE, 'data-by-emoji.json')));
  const classNames = [...new Set(emoji.map(({ group }) => group))];

  const jobs: (() => Promise<CollectedImage>)[] = [];
  const identityNames: string[] = [];
  for (const { name, slug, group } of emoji) {
    const label = classNames.indexOf(group);
    const identity = identityNames.length;
    sets.forEach((set, variant) => {
      const drawing = findDrawing(set, slug);
      if (drawing === undefined) return;
      jobs.push(async () => {
        try {
          return { pixels: await rasterise(drawing), label, identity, variant };
        } catch (error) {
          throw new Error(`Could not draw “${name}” of ${STYLES[variant]?.set}.`, { cause: error });
        }
      });
      identityNames[identity] = name;
    });
  }
  return {
    size: SIZE,
    channels: 3,
    classNames,
    identityNames,
    variantNames: STYLES.map((style) => style.name),
    images: await inParallel(jobs, 8),
  };
}
