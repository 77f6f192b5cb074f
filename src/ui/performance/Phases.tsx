/** @file The parts of a step as bars, and what comes between steps. */
import { percent, short } from '../../metrics/format.ts';
import type { DeviceMeasurement } from '../../store/performance/profiling.ts';
import { remainder, wholeStep } from './shares.ts';
import { phaseTitle } from './words.ts';

export function Phases({ measurement: { profile, device, config } }: { measurement: DeviceMeasurement }) {
  const whole = wholeStep(profile, device);
  const concurrent = device.backend === 'webgpu';
  const rest = remainder(profile, device);
  const { everyEpochs } = config.evaluation;
  return (
    <div>
      <h3>A step, part by part</h3>
      <ul className="phases">
        {profile.phases.map(({ phase, ms }) => (
          <Part
            key={phase}
            title={phaseTitle[phase]}
            ms={ms}
            // What the processor draws passes beside the GPU.
            share={ms === null || (concurrent && phase === 'draws') ? null : ms / whole}
          />
        ))}
        {rest !== null && (
          <Part title={concurrent ? 'Between kernels' : 'The rest'} ms={rest} share={rest / whole} />
        )}
      </ul>
      <p className="performance-soft">
        {concurrent ? (
          'Drawn by the processor, beside the GPU. An epoch’s end and evaluation overlap with training there, so they have no time of their own.'
        ) : (
          <>
            An epoch’s end takes {orNotYet(profile.epochEndMs)}; an evaluation, {everyOther(everyEpochs)},
            takes {orNotYet(profile.evaluationMs)}.
          </>
        )}
      </p>
    </div>
  );
}

const everyOther = (epochs: number): string => (epochs === 1 ? 'every epoch' : `every ${epochs} epochs`);
const orNotYet = (ms: number | null): string => (ms === null ? 'a time not known yet' : `${short(ms)} ms`);

function Part({ title, ms, share }: { title: string; ms: number | null; share: number | null }) {
  return (
    <li>
      <span>{title}</span>
      <i aria-hidden="true" style={{ '--share': `${100 * (share ?? 0)}%` }} />
      <b>{ms === null ? '–' : `${short(ms)} ms`}</b>
      <span>{share === null ? '' : percent(share)}</span>
    </li>
  );
}
