/** @file The form's settings of the network whose features are kept. */
import { extentOf } from '../datasets.ts';
import { isVit, number, type Field } from './field.ts';

export const backboneFields: readonly Field[] = [
  {
    control: 'choice',
    path: 'backbone.kind',
    label: 'architecture',
    help: 'A vision transformer sees patches as tokens; a residual network convolves.',
    group: 'backbone',
    advanced: false,
    options: [
      { value: 'vit', label: 'ViT', help: 'ViT: patches that look at one another' },
      { value: 'resnet', label: 'ResNet', help: 'ResNet: small filters that slide over the image' },
    ],
  },
  {
    control: 'choice',
    path: 'backbone.patchSize',
    label: 'patch',
    help: 'Side of a ViT token in pixels. Half the patch means four times the tokens, and about four times the time.',
    group: 'backbone',
    advanced: false,
    when: isVit,
    options: [4, 7, 8, 14, 16].map((side) => ({
      value: String(side),
      label: `${side} px`,
      fits: ({ data }) => extentOf(data).side % side === 0,
    })),
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
];
