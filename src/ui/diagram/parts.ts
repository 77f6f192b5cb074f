/** @file What each numbered part of the diagram is, and what would go wrong without it. */
import { count } from '../../metrics/format.ts';
import type { ExperimentConfig } from '../../config/schema.ts';

export interface PartText {
  /** In bold, then what follows it. */
  name: string;
  line: string;
  help: string;
}

type Method = Pick<ExperimentConfig, 'method' | 'loss'>;

export const viewsText: PartText = {
  name: 'Two views,',
  line: 'cropped and recoloured by chance',
  help: 'The picture and its partner, each cropped and recoloured by chance. Without this they could be told by their colours alone, and the network would learn nothing else.',
};

/** @param after steps done when guess and answer were computed; null while there are none */
export function outputsPart({ method, loss }: Method, after: number | null): PartText {
  const when =
    after === null
      ? ''
      : ` Shown as the networks see this pair now, after ${count(after)} ${after === 1 ? 'step' : 'steps'}, not as the step that trains it does.`;
  const of = (name: string, line: string, help: string): PartText => ({ name, line, help: help + when });
  switch (method) {
    case 'dino':
      return of(
        'The student guesses',
        'what the teacher answers',
        'Each sorts its view by prototypes; the student learns to say of one view what the teacher says of the other. Without a teacher that moves slowly, and is centred and sharpened, both would soon give one answer to everything.',
      );
    case 'byol':
      return of(
        'The student predicts',
        'where the teacher points',
        'Each makes a direction of its view; the student learns to predict the teacher’s. Without the predictor and a teacher that moves slowly, both would soon point one way for everything.',
      );
    case 'simsiam':
      return of(
        'The network predicts',
        'what it makes of the other view',
        loss.stopGradient
          ? 'It makes a direction of each view, and learns to predict the one from the other, which stands still meanwhile. If that moved, too, all would soon point one way.'
          : 'It makes a direction of each view, and both learn to meet: nothing stands still, so nothing keeps all from soon pointing one way.',
      );
    case 'infonce':
      return of(
        'The network finds',
        'the other view among the batch',
        'Its view should be nearer to that of the partner than to those of all other pictures of the batch. Without those others everything could move to one place.',
      );
  }
}

export const memoryText = (images: number | null): PartText => ({
  name: 'Memory',
  line: `of ${images === null ? 'all pictures' : `all ${count(images)}`}, as it saw them`,
  help: 'What the network made of each picture when it last saw it, and who is nearest to this one in there. Without it, look-alikes could only be sought among the few pictures of a batch.',
});

export const votesText = (epochs: number): PartText => ({
  name: 'Votes',
  line: epochs === 1 ? 'of the last epoch' : `of the last ${count(epochs)} epochs`,
  help: 'In each epoch the nearest get a vote, the nearer the more. The first row decides. Without several epochs, one chance resemblance would.',
});

export const gateText = (line: string): PartText => ({
  name: 'The gate.',
  line,
  help: 'It opens where the picture itself has the most votes: who is recognised in new views has look-alikes that can be trusted. Without it, pictures learn from wrong neighbours, and a mistake confirms itself.',
});
