import { expect, test } from 'vitest';
import { defaultConfig } from '../../../config/defaults.ts';
import type { ExperimentConfig } from '../../../config/schema.ts';
import type { Inspection } from '../../../protocol/inspection.ts';
import { sampleStory } from '../../../protocol/sampleStory.ts';
import type { StepStory } from '../../../protocol/stepStory.ts';
import { cutOut } from '../../../store/inspector/answer.ts';
import { partAfter, partIn, partsOf, type PartId } from '../../../store/slowMotion/parts.ts';
import { tell } from './telling.ts';

const stepOf = (inspection: Partial<Inspection> = {}, changes: Partial<StepStory> = {}) => {
  const story = sampleStory(inspection, changes);
  return { ...story, inspection: cutOut(0, story.inspection) };
};

const config: ExperimentConfig = { ...defaultConfig, method: 'dino' };
const dino = { step: stepOf(), config, others: [] };
const sentence = (part: PartId, told: Parameters<typeof tell>[1] = dino) => tell(part, told).sentence;
const figure = (part: PartId, id: string) => tell(part, dino).figures.find((one) => one.id === id);

test('a step of DINO has twelve parts, each with a sentence of its own', () => {
  const parts = partsOf(dino.step);
  expect(parts).toHaveLength(12);
  expect(new Set(parts.map((part) => sentence(part))).size).toBe(12);
  expect(new Set(parts.map((part) => tell(part, dino).name)).size).toBe(12);
});

test('a step tells of nothing that its method has not', () => {
  const without = stepOf({ reason: 'baseline' }, { centre: null, teacher: null });
  const parts = partsOf(without);
  expect(parts).not.toContain('centre');
  expect(parts).not.toContain('teacher');
  expect(parts).not.toContain('draw');
  // From a part that another arm has, it goes on where that would be.
  expect(partAfter(without, 'centre', 1)).toBe('memory');
  expect(partAfter(without, 'centre', -1)).toBe('update');
  expect(partIn(without, 'teacher')).toBe('update');
  expect(partAfter(without, 'views', -1)).toBeUndefined();
  expect(partAfter(without, 'memory', 1)).toBeUndefined();
});

test('the sentences have the numbers of the step', () => {
  expect(sentence('views')).toBe(
    '“Picture 7” is cropped and recoloured by chance, and so is its partner, “picture 9”: step 13 trains on this pair and 63 others.',
  );
  expect(sentence('features')).toContain(
    '3 numbers, of the second the teacher makes as many: their cosine is 0.96.',
  );
  expect(sentence('answers')).toBe(
    'Of 9 prototypes the student gives most to number 4, 50\u202f%; the teacher to number 9, 40\u202f%.',
  );
  expect(sentence('nearest')).toContain('itself, cosine 0.75; 2 are kept.');
  expect(sentence('votes')).toContain('the picture itself has the most votes over the last epoch, 0.75.');
  expect(sentence('gate')).toBe(
    '“Picture 7” has the most votes of its own window, 0.75 against 0.50: it is recognised, and the gate is open.',
  );
  expect(sentence('draw')).toContain(
    'τ 0.1 votes become chances; the draw fell on “picture 9”, which had 13\u202f%.',
  );
  expect(sentence('loss')).toContain(
    ': 3.80. This pair’s alone, by itself, was 2.00. After the step this pair’s is 1.50.',
  );
  expect(sentence('update')).toContain(
    'of length 2.50, says which way; at learning rate 0.0010 the student’s weights move by 0.250. Of 20 tensors 1 had a longer gradient',
  );
  expect(sentence('centre')).toContain(
    'keeps 90\u202f% and takes the rest from this step: its length goes from 1.00 to 1.25.',
  );
  expect(sentence('teacher')).toContain('keeps 99.60\u202f% of its weights');
  expect(sentence('memory')).toContain(
    'what the teacher made of “picture 7”, cosine 0.98 to what stood there before.',
  );
});

test('figures are exact', () => {
  expect(figure('loss', 'loss')?.value).toBe(dino.step.record.loss);
  expect(figure('update', 'gradientNorm')?.value).toBe(2.5);
  expect(figure('teacher', 'teacherMomentum')).toMatchObject({ value: 0.996, shown: '0.9960' });
  expect(figure('draw', 'probability-1')?.value).toBe(0.125);
});

test('the other arms are told of where they take another partner', () => {
  const others = [
    { label: 'none', step: stepOf({ positive: 7 }) },
    { label: 'window', step: stepOf({ positive: 9 }) },
  ];
  expect(sentence('gate', { ...dino, others })).toContain(' Elsewhere: none takes itself.');
});

test('what is not known yet is said so', () => {
  const early = {
    ...dino,
    step: stepOf({ ballots: [], candidates: [], reason: 'window-filling', windowLength: 3 }),
  };
  expect(sentence('nearest', early)).toContain('nobody is known yet');
  expect(sentence('votes', early)).toContain(
    'The votes of 3 epochs are needed before they are counted; there are none yet.',
  );
  expect(sentence('gate', early)).toContain('the gate stays shut');
});

test('shut, the gate says by how much, and nothing is drawn', () => {
  const candidates = [
    { image: 9, score: 1.5, probability: 0 },
    { image: 7, score: 0.75, probability: 0 },
  ];
  const shut = { ...dino, step: stepOf({ candidates, reason: 'gate-closed', gateOpen: false, positive: 7 }) };
  expect(sentence('gate', shut)).toBe(
    '“Picture 7” has 0.75 votes of its own window against 1.50: it is taken for another, and the gate is shut.',
  );
  expect(sentence('draw', shut)).toContain('nothing is drawn');
});

test.each([
  ['byol', { kind: 'angle', cosine: 0.5, loss: 1, after: 12 }, 'is 60 degrees off, cosine 0.50'],
  [
    'infonce',
    { kind: 'batch', similarities: [0.4, 0.8, -0.2], loss: 1, after: 12 },
    'of the 2 others in the batch, 1 is nearer',
  ],
] as const)('%s has a guess of its own kind', (method, outputs, text) => {
  const step = stepOf({
    outputs: {
      ...outputs,
      ...('similarities' in outputs && { similarities: [...outputs.similarities] }),
    } as Inspection['outputs'],
  });
  expect(sentence('answers', { step, config: { ...config, method }, others: [] })).toContain(text);
});

test('the queue says how full it is', () => {
  const step = stepOf({}, { queue: { length: 1024, before: 960, after: 1088 } });
  expect(sentence('queue', { ...dino, step })).toContain('takes the 128 embeddings of this step');
  expect(sentence('queue', { ...dino, step })).toContain('1\u202f024 of its 1\u202f024 places');
});
