/** @file What a card can ask for: the closed list of things to do on the page, and how a text names each. */
import { presetNames, type PresetName } from '../config/presets.ts';
import type { MetricId } from '../metrics/table.ts';
import { NameError, oneOf, unknownName } from './fault.ts';
import { chartedMetric } from './metrics.ts';
import { settingOf } from './settings.ts';

/** What can be opened; of the gates, why an image has its pair, of one whose gate is such. */
export const openable = ['inspector', 'open-gate', 'shut-gate', 'settings', 'performance', 'help'] as const;
export type Openable = (typeof openable)[number];

export type Action =
  | { does: 'play' | 'pause' | 'step' | 'replay' | 'begin' }
  | { does: 'train'; epochs: number }
  | { does: 'scrub'; to: 'start' | 'end' | number }
  | { does: 'preset'; preset: PresetName }
  | { does: 'set'; path: string; value: string }
  | { does: 'arm'; label: string }
  | { does: 'show'; metric: MetricId }
  | { does: 'open'; part: Openable };

/** What can be done, without what it is done to. */
const plain = ['play', 'pause', 'step', 'replay', 'begin'] as const;

/** By the word before the colon: how what follows it is read. */
const withArgument: Readonly<Record<string, (argument: string) => Action>> = {
  train: (epochs) => ({ does: 'train', epochs: wholeNumber(epochs, 1) }),
  scrub: (to) => ({ does: 'scrub', to: to === 'start' || to === 'end' ? to : wholeNumber(to, 0) }),
  preset: (name) => ({ does: 'preset', preset: oneOf('preset', name, presetNames) }),
  set: (setting) => {
    const at = setting.indexOf('=');
    if (at < 1) throw new NameError('set: wants a setting and a value, such as set:bootstrap.policy=naive.');
    return { does: 'set', path: settingOf(setting.slice(0, at)), value: setting.slice(at + 1) };
  },
  arm: (label) => ({ does: 'arm', label }),
  show: (metric) => ({ does: 'show', metric: chartedMetric(metric) }),
  open: (name) => ({ does: 'open', part: oneOf('part to open', name, openable) }),
};

/** Every action there is, as a text begins it. */
export const actionNames: readonly string[] = [
  ...plain,
  ...Object.keys(withArgument).map((name) => `${name}:…`),
];

/**
 * The action of a name such as `play`, `scrub:end` or `set:bootstrap.policy=naive`.
 * @throws NameError
 */
export function actionNamed(text: string): Action {
  const bare = plain.find((name) => name === text);
  if (bare !== undefined) return { does: bare };
  const [, name = '', argument = ''] = /^([a-z]+):(.*)$/.exec(text) ?? [];
  const read = Object.hasOwn(withArgument, name) ? withArgument[name] : undefined;
  if (read === undefined) throw unknownName('action', text, actionNames);
  if (argument === '') throw new NameError(`${name}: wants something behind its colon.`);
  return read(argument);
}

function wholeNumber(text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return value;
  throw new NameError(`“${text}” is no number of epochs: a whole one, at least ${least}.`);
}
