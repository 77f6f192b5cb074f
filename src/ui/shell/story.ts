/** @file What is said of the experiment above all: the story of its preset, as long as it is that which is told. */
import type { Arms } from '../../config/arms.ts';
import { presets, type PresetName } from '../../config/presets.ts';

/** A story counts the runs that it compares: of more or fewer, as a file or the form may have, it would be wrong. */
export function storyOf(preset: PresetName, arms: Arms): string {
  const { title, story, arms: told } = presets[preset];
  if (arms.length === told.length) return story;
  const these = arms.length === 1 ? 'This is one run' : `These are ${arms.length} runs`;
  const those = told.length === 1 ? 'one run' : `${told.length} runs`;
  return `${these} with settings like those of ${title}, whose story is of ${those}; choose that preset again for it.`;
}
