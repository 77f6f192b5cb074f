/**
 * @file Whether what a lesson names is there in the presets that it speaks of: arms, settings with such a value, metrics
 * that the preset measures. Apart from reading it, since the parser of settings is needed for it.
 */
import { armLabels } from '../config/armLabels.ts';
import { applyOverrides } from '../config/overrides.ts';
import { armsFromPreset } from '../config/presets.ts';
import { declarations } from '../metrics/table.ts';
import { LessonError } from './fault.ts';
import type { Card, Lesson, Paragraph } from './lesson.ts';
import type { NumberName } from './number.ts';

/** What is wrong, in the order of the cards; empty where nothing is. */
export const groundlessIn = ({ cards }: Lesson): LessonError[] => cards.flatMap(faultsOf);

function faultsOf(card: Card): LessonError[] {
  const { task, question } = card;
  const paragraphs = [
    ...card.text,
    ...(task?.text ?? []),
    ...(question === null
      ? []
      : [...question.text, ...question.answer, ...question.options.map(({ text }) => text)]),
  ];
  const ofNumbers = numbersIn(paragraphs).flatMap((name) => numberFault(card, name));
  return [
    // A number may stand anywhere in its card.
    ...ofNumbers.map((fault) => new LessonError(card.line, `in the card that begins here, ${fault}`)),
    ...taskFault(card).map((fault) => new LessonError(task?.line ?? card.line, fault)),
  ];
}

const numbersIn = (paragraphs: readonly Paragraph[]): NumberName[] =>
  paragraphs.flatMap((pieces) => pieces.flatMap((piece) => ('number' in piece ? [piece.number] : [])));

/** What arms can be called: by their labels, or by their policies. */
function hasArm({ preset }: Card, name: string): boolean {
  const arms = armsFromPreset(preset);
  return armLabels(arms).includes(name) || arms.some(({ config }) => config.bootstrap.policy === name);
}

function numberFault(card: Card, name: NumberName): string[] {
  if (name.of === 'live' && name.arm !== null && !hasArm(card, name.arm))
    return [`the preset ${card.preset} has no arm called “${name.arm}”.`];
  if (name.of === 'setting') return [];
  const { when = () => true } = declarations[name.metric];
  const measured = armsFromPreset(card.preset).some(({ config }) => when(config));
  return measured ? [] : [`the preset ${card.preset} does not measure “${name.metric}”.`];
}

function taskFault(card: Card): string[] {
  const action = card.task?.action;
  if (action?.does === 'arm' && !hasArm(card, action.label))
    return [`the preset ${card.preset} has no arm called “${action.label}”.`];
  if (action?.does !== 'set') return [];
  try {
    applyOverrides(armsFromPreset(card.preset)[0].config, [[action.path, action.value]]);
    return [];
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConfigError') throw error;
    return [error.message];
  }
}
