/** @file What a card can point at: the closed list of the page's elements by name. */
import { questions } from '../metrics/questions.ts';
import { NameError, unknownName } from './fault.ts';
import { chartedMetric } from './metrics.ts';
import { settingOf } from './settings.ts';

/** Elements that have names of their own. */
export const elements = [
  'arms',
  'diagram',
  'files',
  'gallery',
  'gate',
  'headline',
  'help',
  'inspector',
  'memory',
  'networks',
  'play',
  'preset',
  'recorded',
  'reset',
  'results',
  'seed',
  'settings',
  'share',
  'slider',
  'status',
  'step',
  'views',
  'votes',
] as const;
export type Element = (typeof elements)[number];

export type Anchor =
  | { is: 'element'; name: Element }
  /** One of the four questions, with its charts. */
  | { is: 'question'; name: string }
  /** The chart of a metric. */
  | { is: 'chart'; name: string }
  /** A row of the settings. */
  | { is: 'setting'; name: string };

/** Every element there is, as a text names it. */
export const anchorNames: readonly string[] = [
  ...elements,
  ...questions.map(({ id }) => `question.${id}`),
  'chart.…',
  'setting.…',
];

/**
 * The element of a name such as `gate`, `chart.rankMe` or `setting.bootstrap.policy`.
 * @throws NameError
 */
export function anchorNamed(text: string): Anchor {
  const element = elements.find((name) => name === text);
  if (element !== undefined) return { is: 'element', name: element };
  const [, kind, name = ''] = /^([a-z]+)\.(.+)$/.exec(text) ?? [];
  if (kind === 'chart') return { is: 'chart', name: chartedMetric(name) };
  if (kind === 'setting') return { is: 'setting', name: settingOf(name) };
  if (kind === 'question') {
    if (questions.some(({ id }) => id === name)) return { is: 'question', name };
    throw new NameError(`there is no question called “${name}”.`);
  }
  throw unknownName('element', text, anchorNames);
}
