/** @file Above the charts: what the experiment shows, which lines are drawn, and changes that wait. */
import { useStore } from 'zustand';
import { fields } from '../../config/fields.ts';
import { presets } from '../../config/presets.ts';
import { experimentStore } from '../../store/experiment.ts';
import { pendingChanges, reset, runStore } from '../../store/run.ts';
import { policyMeaning, policyStyle } from '../charts/arms.ts';

export function Lede() {
  const preset = useStore(experimentStore, (state) => state.preset);
  return (
    <div className="lede">
      <p className="story">{presets[preset].story}</p>
      <Legend />
      <Pending />
      <Tunings />
    </div>
  );
}

/** Colour and dash of each line. */
function Legend() {
  const edited = useStore(experimentStore, ({ config }) => config.bootstrap.policy);
  const running = useStore(runStore, ({ config }) => config?.bootstrap.policy);
  const policy = running ?? edited;
  const { colour, dash } = policyStyle[policy];
  return (
    <ul className="legend" aria-label="Lines in the charts">
      <li>
        <svg width="26" height="8" aria-hidden="true">
          <line x1="1" x2="25" y1="4" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray={dash} />
        </svg>
        <b>{policy}</b> <small>{policyMeaning[policy]}</small>
      </li>
    </ul>
  );
}

/** Settings changed since the run began that need a restart. */
function Pending() {
  const runConfig = useStore(runStore, ({ config }) => config);
  const config = useStore(experimentStore, (state) => state.config);
  const pending = pendingChanges(runConfig, config);
  if (pending.length === 0) return null;
  const labels = pending.map((path) => fields.find((field) => field.path === path)?.label ?? path);
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

/** Live changes, which the charts mark with a line. */
function Tunings() {
  const tunings = useStore(runStore, (run) => run.tunings);
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
