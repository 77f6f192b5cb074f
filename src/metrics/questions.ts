/** @file The four questions that the charts answer. */
import type { Question } from './metric.ts';
import { bootstrapping } from './questions/bootstrapping.ts';
import { collapsing } from './questions/collapsing.ts';
import { learning } from './questions/learning.ts';
import { optimising } from './questions/optimising.ts';

export const questions: readonly Question[] = [learning, collapsing, bootstrapping, optimising];
