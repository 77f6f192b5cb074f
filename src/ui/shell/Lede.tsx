/** @file Above all: the question of the experiment, what to watch, what is played, and changes that wait. */
import { fields } from '../../config/fields.ts';
import { presets } from '../../config/presets.ts';
import { usePage, useRun, useExperiment } from '../PageContext.ts';
import { Sentence } from '../terms/Sentence.tsx';
import { Recorded } from './Recorded.tsx';
import { storyOf } from './story.ts';
import { usePending } from './usePending.ts';

export function Lede() {
  const preset = useExperiment((state) => state.preset);
  const { headline } = presets[preset];
  const story = useExperiment((state) => storyOf(state.preset, state.arms));
  return (
    <div className="lede">
      <div className="lede-words">
        <h2 className="headline">{headline}</h2>
        <p className="story">
          <Sentence>{story}</Sentence>
        </p>
      </div>
      <Recorded />
      <StartWeights />
      <Pending />
      <Tunings />
    </div>
  );
}

/** The file that runs start from, which no link can hold. */
function StartWeights() {
  const { setWeights } = usePage().experiment;
  const name = useExperiment(({ weights }) => weights?.name);
  if (name === undefined) return null;
  return (
    <div className="pending-changes" data-testid="start-weights">
      <span>
        Runs start from <b>{name}</b>, which the link of this page does not hold.
      </span>
      <button type="button" className="button small" onClick={() => setWeights(null)}>
        Start from the seed instead
      </button>
    </div>
  );
}

/** Settings changed since the run began that do not reach it. */
function Pending() {
  const { reset } = usePage().run;
  const pending = usePending();
  if (pending.length === 0) return null;
  const labels = pending.map(settingName);
  const named = labels.slice(0, 3).join(', ') + (labels.length > 3 ? ` and ${labels.length - 3} more` : '');
  return (
    <div className="pending-changes" data-testid="pending" role="status">
      <span>
        Changed: {named}. {labels.length === 1 ? 'It applies' : 'They apply'} when the run begins again.
      </span>
      <button type="button" className="button small" onClick={reset}>
        Begin again
      </button>
    </div>
  );
}

const settingName = (path: string): string =>
  path === 'arm' ? 'what is compared' : (fields.find((field) => field.path === path)?.label ?? path);

/** Live changes, which the charts mark with a line. */
function Tunings() {
  const tunings = useRun((run) => run.tunings);
  if (tunings.length === 0) return null;
  return (
    <p className="tunings" data-testid="tunings">
      {tunings.slice(-4).map(({ step, what }) => (
        <span key={`${step} ${what}`}>
          <i aria-hidden="true" /> step {step}: {what}
        </span>
      ))}
    </p>
  );
}
