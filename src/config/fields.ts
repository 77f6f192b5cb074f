/** @file The form's view of the schema: which settings it shows, how, and what each means. */
import type { ExperimentConfig } from './schema.ts';

export const fieldGroups = [
  { id: 'data', title: 'Data' },
  { id: 'backbone', title: 'Backbone' },
  { id: 'method', title: 'Method' },
  { id: 'bootstrapping', title: 'Bootstrapping' },
  { id: 'optimisation', title: 'Optimisation' },
  { id: 'evaluation', title: 'Evaluation' },
] as const;
export type FieldGroup = (typeof fieldGroups)[number]['id'];

interface FieldBase {
  /** Dotted path in the configuration. */
  path: string;
  label: string;
  /** One or two sentences for someone who has not read the paper. */
  help: string;
  group: FieldGroup;
  /** `live`: applies from the next step. `restart`: the run begins again from step 0. */
  applies: 'live' | 'restart';
  /** Behind "more settings". */
  advanced: boolean;
  /** The release's value (ImageNet, 100 epochs), where it stated one. */
  release?: number | string;
  /** Shown only for such experiments. */
  when?: (config: ExperimentConfig) => boolean;
}

export interface NumberField extends FieldBase {
  control: 'number';
  /** Range of the slider; the number box takes all that the schema takes. */
  min: number;
  max: number;
  /** Step of a linear slider, and what the values of a logarithmic one are rounded to. */
  step: number;
  /** `doubling`: the slider moves by factors of two. */
  scale: 'linear' | 'log' | 'doubling';
  unit?: string;
}

export interface Choice {
  value: string;
  label: string;
  help?: string;
}

export interface ChoiceField extends FieldBase {
  control: 'choice';
  options: readonly Choice[];
}

export interface SwitchField extends FieldBase {
  control: 'switch';
}

export type Field = NumberField | ChoiceField | SwitchField;

const isVit = (config: ExperimentConfig) => config.backbone.kind === 'vit';
const bootstraps = (config: ExperimentConfig) => config.bootstrap.policy !== 'none';
const samples = (config: ExperimentConfig) =>
  config.bootstrap.policy === 'window' || config.bootstrap.policy === 'adaptive';

/** A number whose change restarts the run; the commonest field. */
const number = (
  field: Omit<NumberField, 'control' | 'applies' | 'advanced' | 'scale' | 'step'> &
    Partial<Pick<NumberField, 'applies' | 'advanced' | 'scale' | 'step'>>,
): NumberField => ({
  control: 'number',
  applies: 'restart',
  advanced: false,
  scale: 'linear',
  step: 1,
  ...field,
});

export const fields: readonly Field[] = [
  {
    control: 'choice',
    path: 'data.name',
    label: 'images',
    help: 'What it learns from. Labels are only used to judge, never to train.',
    group: 'data',
    applies: 'restart',
    advanced: false,
    options: [
      {
        value: 'shapes',
        label: 'Shapes',
        help: 'drawn shapes with independent colour, texture and background',
      },
      { value: 'emoji-32', label: 'Emoji', help: 'every emoji in five drawing styles' },
      { value: 'fashion-mnist', label: 'Fashion', help: 'Fashion-MNIST: greyscale photographs of clothes' },
    ],
  },
  number({
    path: 'data.trainImages',
    label: 'training images',
    help: 'How many images the bank holds. More images take longer per epoch and give better neighbours.',
    group: 'data',
    min: 128,
    max: 8192,
    scale: 'doubling',
  }),
  number({
    path: 'data.testImages',
    label: 'held-out images',
    help: 'Never trained on; every evaluation classifies them by their nearest training images.',
    group: 'data',
    min: 64,
    max: 4096,
    scale: 'doubling',
    advanced: true,
  }),
  number({
    path: 'seed',
    label: 'seed',
    help: 'Decides the initial weights, the split, the order, the augmentations and the draws. Same seed, same run.',
    group: 'data',
    min: 0,
    max: 99,
    advanced: true,
  }),
  {
    control: 'choice',
    path: 'backbone.patchSize',
    label: 'patch',
    help: 'Side of a ViT token in pixels. Half the patch means four times the tokens, and about four times the time.',
    group: 'backbone',
    applies: 'restart',
    advanced: false,
    when: isVit,
    options: [
      { value: '4', label: '4 px' },
      { value: '8', label: '8 px' },
      { value: '16', label: '16 px' },
    ],
  },
  number({
    path: 'backbone.dim',
    label: 'width',
    help: 'Features D of every token and of the image. Must be a multiple of the heads.',
    group: 'backbone',
    min: 16,
    max: 256,
    step: 16,
    when: isVit,
  }),
  number({
    path: 'backbone.depth',
    label: 'depth',
    help: 'Transformer blocks.',
    group: 'backbone',
    min: 1,
    max: 12,
    when: isVit,
  }),
  number({
    path: 'backbone.heads',
    label: 'attention heads',
    help: 'Must divide the width.',
    group: 'backbone',
    min: 1,
    max: 8,
    advanced: true,
    when: isVit,
  }),
  number({
    path: 'backbone.dropPath',
    label: 'stochastic depth',
    help: 'Chance that the student skips the last block for an image. The teacher never skips.',
    group: 'backbone',
    min: 0,
    max: 0.5,
    step: 0.05,
    advanced: true,
    when: isVit,
  }),
  number({
    path: 'head.outDim',
    label: 'prototypes K',
    help: 'Size of the distribution that teacher and student agree on. ln K is the entropy of a uniform teacher.',
    group: 'method',
    min: 16,
    max: 4096,
    scale: 'doubling',
    release: 65_536,
  }),
  number({
    path: 'loss.teacherTemperature.end',
    label: 'teacher temperature',
    help: 'Low sharpens the teacher, which guards against a uniform collapse; too high and it goes uniform.',
    group: 'method',
    min: 0.01,
    max: 0.3,
    step: 0.005,
  }),
  number({
    path: 'teacherMomentum.start',
    label: 'teacher EMA',
    help: 'How slowly the teacher follows the student at the start; it rises to its end value by a cosine.',
    group: 'method',
    min: 0.8,
    max: 1,
    step: 0.002,
    release: 0.996,
  }),
  number({
    path: 'loss.teacherTemperature.start',
    label: 'teacher temperature at start',
    help: 'Where the teacher temperature starts its linear warm-up.',
    group: 'method',
    min: 0.01,
    max: 0.3,
    step: 0.005,
    advanced: true,
  }),
  number({
    path: 'loss.teacherTemperature.warmupEpochs',
    label: 'temperature warm-up',
    help: 'Epochs over which the teacher temperature moves from its start to its end.',
    group: 'method',
    min: 0,
    max: 30,
    unit: 'epochs',
    advanced: true,
  }),
  number({
    path: 'loss.studentTemperature',
    label: 'student temperature',
    help: 'Softness of the student distribution.',
    group: 'method',
    min: 0.05,
    max: 1,
    step: 0.05,
    advanced: true,
    release: 0.1,
  }),
  number({
    path: 'loss.centerMomentum',
    label: 'centre momentum',
    help: 'How slowly the centre follows the mean teacher output. Centring guards against one prototype winning all.',
    group: 'method',
    min: 0,
    max: 0.999,
    step: 0.001,
    advanced: true,
    release: 0.9,
  }),
  number({
    path: 'head.hiddenDim',
    label: 'head width',
    help: 'Width of the hidden layers of the projection head.',
    group: 'method',
    min: 32,
    max: 1024,
    step: 32,
    advanced: true,
  }),
  number({
    path: 'head.bottleneckDim',
    label: 'head bottleneck',
    help: 'Width of the ℓ2-normalised layer in front of the prototypes.',
    group: 'method',
    min: 16,
    max: 256,
    step: 16,
    advanced: true,
  }),
  {
    control: 'switch',
    path: 'head.normLastLayer',
    label: 'freeze prototype lengths',
    help: 'Keeps every prototype at length 1, which steadies small runs.',
    group: 'method',
    applies: 'restart',
    advanced: true,
  },
  {
    control: 'choice',
    path: 'bootstrap.policy',
    label: 'positive of an image',
    help: 'Which image the second view is taken from.',
    group: 'bootstrapping',
    applies: 'live',
    advanced: false,
    release: 'adaptive',
    options: [
      { value: 'none', label: 'none', help: 'always the image itself: plain self-distillation' },
      { value: 'naive', label: 'naive', help: 'always its nearest neighbour of the last epoch' },
      {
        value: 'window',
        label: 'window',
        help: 'drawn from the neighbours of the last W epochs, without the gate',
      },
      {
        value: 'adaptive',
        label: 'adaptive',
        help: 'AdaSim: from the neighbours only where the image finds itself first',
      },
    ],
  },
  number({
    path: 'bootstrap.topK',
    label: 'neighbours k',
    help: 'Neighbours kept for each image in each epoch, itself included.',
    group: 'bootstrapping',
    min: 1,
    max: 20,
    release: 10,
  }),
  number({
    path: 'bootstrap.window',
    label: 'window W',
    help: 'Epochs whose neighbours vote. Until W epochs are recorded, every image trains on itself.',
    group: 'bootstrapping',
    min: 1,
    max: 20,
    unit: 'epochs',
    release: 50,
    when: bootstraps,
  }),
  number({
    path: 'bootstrap.temperature',
    label: 'sampling τ',
    help: 'Low draws the most voted neighbour, high draws any of the k.',
    group: 'bootstrapping',
    applies: 'live',
    min: 0.001,
    max: 1,
    step: 0.001,
    scale: 'log',
    release: 0.001,
    when: samples,
  }),
  {
    control: 'choice',
    path: 'bootstrap.representation',
    label: 'bank holds',
    help: 'Which view’s teacher features stand for an image in the bank.',
    group: 'bootstrapping',
    applies: 'restart',
    advanced: true,
    release: 'first',
    options: [
      { value: 'first', label: 'view 1' },
      { value: 'second', label: 'view 2' },
      { value: 'mean', label: 'mean' },
    ],
  },
  {
    control: 'switch',
    path: 'bootstrap.includeSelf',
    label: 'may find itself',
    help: 'Naive policy: whether an image may be its own nearest neighbour.',
    group: 'bootstrapping',
    applies: 'restart',
    advanced: true,
    when: (config) => config.bootstrap.policy === 'naive',
  },
  number({
    path: 'optimizer.lr',
    label: 'learning rate',
    help: 'At batch 256; the run uses it times batch / 256, after a warm-up, falling by a cosine.',
    group: 'optimisation',
    applies: 'live',
    min: 1e-4,
    max: 0.1,
    step: 1e-4,
    scale: 'log',
    release: 5e-4,
  }),
  number({
    path: 'batchSize',
    label: 'batch',
    help: 'Images per step; each is seen in two views.',
    group: 'optimisation',
    min: 8,
    max: 256,
    scale: 'doubling',
    release: 64,
  }),
  number({
    path: 'epochs',
    label: 'epochs',
    help: 'Visits of every training image. All schedules are stretched over them.',
    group: 'optimisation',
    min: 1,
    max: 200,
    release: 100,
  }),
  number({
    path: 'optimizer.warmupEpochs',
    label: 'warm-up',
    help: 'Epochs over which the learning rate rises from 0.',
    group: 'optimisation',
    min: 0,
    max: 20,
    unit: 'epochs',
    advanced: true,
    release: 10,
  }),
  number({
    path: 'optimizer.weightDecay.start',
    label: 'weight decay at start',
    help: 'Decoupled decay of weight matrices; it rises to its end value by a cosine.',
    group: 'optimisation',
    min: 0,
    max: 0.5,
    step: 0.01,
    advanced: true,
    release: 0.04,
  }),
  number({
    path: 'optimizer.weightDecay.end',
    label: 'weight decay at end',
    help: 'Decay in the last step.',
    group: 'optimisation',
    min: 0,
    max: 1,
    step: 0.01,
    advanced: true,
    release: 0.4,
  }),
  number({
    path: 'optimizer.clipGradient',
    label: 'gradient clip',
    help: 'Largest length of each parameter tensor’s gradient; 0 switches clipping off.',
    group: 'optimisation',
    min: 0,
    max: 10,
    step: 0.5,
    advanced: true,
    release: 3,
  }),
  number({
    path: 'augmentation.cropScale.min',
    label: 'smallest crop',
    help: 'Share of the image that a crop keeps at least.',
    group: 'optimisation',
    min: 0.05,
    max: 1,
    step: 0.05,
    advanced: true,
  }),
  number({
    path: 'augmentation.jitter',
    label: 'colour jitter',
    help: 'Chance that brightness, contrast, saturation and hue of a view are changed.',
    group: 'optimisation',
    min: 0,
    max: 1,
    step: 0.1,
    advanced: true,
    release: 0.8,
  }),
  number({
    path: 'augmentation.grayscale',
    label: 'greyscale',
    help: 'Chance that a view loses its colour.',
    group: 'optimisation',
    min: 0,
    max: 1,
    step: 0.1,
    advanced: true,
    release: 0.2,
  }),
  number({
    path: 'augmentation.flip',
    label: 'mirror',
    help: 'Chance that a view is mirrored left to right.',
    group: 'optimisation',
    min: 0,
    max: 1,
    step: 0.1,
    advanced: true,
    release: 0.5,
  }),
  number({
    path: 'evaluation.everyEpochs',
    label: 'evaluate every',
    help: 'Epochs between evaluations; each refreshes k-NN, RankMe, std and the gallery.',
    group: 'evaluation',
    min: 1,
    max: 20,
    unit: 'epochs',
  }),
  number({
    path: 'evaluation.neighbours',
    label: 'k-NN neighbours',
    help: 'Nearest training images that vote on the label of a held-out image.',
    group: 'evaluation',
    min: 1,
    max: 100,
    advanced: true,
    release: 20,
  }),
];
