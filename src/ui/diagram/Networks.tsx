/** @file Part 2: the networks, and what they make of the two views. */
import type { ExperimentConfig } from '../../config/schema.ts';
import { short } from '../../metrics/format.ts';
import type { PairOutputs } from '../../protocol/pairOutputs.ts';
import { OutputsFigure } from './OutputsFigure.tsx';
import { PartHeading } from './Part.tsx';
import { outputsPart } from './parts.ts';
import { Wire } from './Views.tsx';

interface Props {
  config: Pick<ExperimentConfig, 'method' | 'loss'>;
  outputs: PairOutputs | null;
}

export function Networks({ config, outputs }: Props) {
  const { first, second, follows } = networksOf(config);
  return (
    <section className="diagram-part" aria-label="Guess and answer">
      <PartHeading number={2} text={outputsPart(config, outputs?.after ?? null)} />
      <Network className="student" {...first} />
      {follows && (
        <span className="follows">
          <span>follows slowly</span>
        </span>
      )}
      <Network className="teacher" {...second} />
      <Wire className="wire-guess" />
      <Wire className="wire-answer" />
      <div className="node outputs">
        <OutputsFigure method={config.method} outputs={outputs} />
        <p className="outputs-line">
          <span>{aim[config.method]}</span>
          <span className="outputs-loss">{outputs !== null && `loss ${short(outputs.loss)}`}</span>
        </p>
      </div>
    </section>
  );
}

interface NetworkText {
  name: string;
  does: string;
}

function Network({ className, name, does }: NetworkText & { className: string }) {
  return (
    <div className={`node network ${className}`}>
      <svg viewBox="0 0 118 60" preserveAspectRatio="none" aria-hidden="true">
        <path d="M1 1 117 13V47L1 59Z" />
      </svg>
      <b>{name}</b>
      <span>{does}</span>
    </div>
  );
}

function networksOf({ method, loss }: Props['config']): {
  first: NetworkText;
  second: NetworkText;
  /** Whether the second is a moving average of the first. */
  follows: boolean;
} {
  if (method === 'dino' || method === 'byol')
    return {
      first: { name: 'Student', does: 'learns' },
      second: { name: 'Teacher', does: 'its slow average' },
      follows: true,
    };
  const still = method === 'simsiam' && loss.stopGradient;
  return {
    first: { name: 'Network', does: 'learns' },
    second: { name: 'The same', does: still ? 'stands still here' : 'learns here, too' },
    follows: false,
  };
}

const aim: Record<ExperimentConfig['method'], string> = {
  dino: 'Learning makes the guess mirror the answer.',
  byol: 'Learning turns the guess to the answer.',
  simsiam: 'Learning turns the guess to the answer.',
  infonce: 'Learning makes its partner’s bar the tallest.',
};
