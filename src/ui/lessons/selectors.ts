/** @file Where on the page each element is that a card can point at: the closed list, by what finds it. */
import type { Anchor, Element } from '../../lessons/anchor.ts';
import { questionOf, metricNamed } from '../../lessons/metrics.ts';

const ofElement: Readonly<Record<Element, string>> = {
  arms: '.legend',
  diagram: '[data-testid=diagram]',
  files: '[data-testid=files]',
  gallery: '[data-testid=gallery]',
  gate: '.diagram .gate',
  headline: '.lede-words',
  help: '.page-buttons [aria-label^=Help]',
  inspector: '[data-testid=inspector], .sheet .inspector-body',
  memory: '.diagram .memory',
  networks: '.diagram .network, .diagram .outputs',
  play: '[data-testid=play]',
  preset: '[data-testid=preset]',
  recorded: '[data-testid=recorded]',
  reset: '[data-testid=reset]',
  results: '#results',
  seed: '[data-testid=new-seed]',
  settings: '[data-testid=open-settings]',
  share: '[data-testid=share]',
  slider: '[data-testid=playback-slider]',
  status: '[data-testid=status]',
  step: '[data-testid=step]',
  views: '.diagram .augmented',
  votes: '.diagram .votes',
};

/** While the map is open, what is on the overview alone is reached by its link, which is then pointed at. */
export const wayToOverview = '[data-testid=view-overview]';

/** @param place what is there where the element can be, without `:has`, which is not allowed within another */
const orOverview = (selector: string, place = selector): string =>
  `${selector}, :root:has([data-testid=view-map][aria-current]):not(:has(${place})) ${wayToOverview}`;

/** Before a picture is asked about, the pictures that can be: of the gallery, or of the map. */
const inspectorOrPictures = `${ofElement.inspector}, :root:not(:has(${ofElement.inspector})) :is(${ofElement.gallery}, [data-testid=map-canvas])`;

/** A selector of one element, or of several that belong together. */
export function selectorOf({ is, name }: Anchor): string {
  switch (is) {
    case 'element':
      return name === 'inspector' ? inspectorOrPictures : orOverview(ofElement[name]);
    case 'question':
      return orOverview(`[data-testid=question-${name}]`);
    case 'chart': {
      // Small ones are shown on request; their question always is.
      const question = `[data-testid=question-${questionOf(metricNamed(name)) ?? ''}]`;
      const shown = `figure[data-testid=chart-${name}], ${question}:not(:has(figure[data-testid=chart-${name}]))`;
      return orOverview(shown, question);
    }
    case 'setting': {
      // The settings need not be open.
      const row = `[data-testid="field-${name}"], [data-testid="varied-${name}"]`;
      return `${row}, :root:not(:has(${row})) [data-testid=open-settings]`;
    }
  }
}
