/** @file How far the check is, then what it came to and the report of it. */
import { backendTitle } from '../../store/check/backends.ts';
import { type Check } from '../../store/check/check.ts';
import { checkMarkdown, checkReport, type CompletedCheck } from '../../store/check/checkReport.ts';
import { verdictOf } from '../../store/check/checkVerdict.ts';
import { downloadJson } from '../../store/files/download.ts';
import { CopyButton } from '../shell/CopyButton.tsx';
import { useCheckState } from './useCheck.ts';

export function Outcome() {
  const { phase, checks, device, started } = useCheckState((state) => state);
  if (phase === 'idle' || started === null || device === null) return null;
  return (
    <section className="check-outcome" aria-label="Outcome">
      {phase === 'running' ? <Progress checks={checks} /> : <Result check={{ checks, device, started }} />}
    </section>
  );
}

function Progress({ checks }: { checks: readonly Check[] }) {
  const done = checks.filter(
    ({ finding }) => finding.state === 'checked' || finding.state === 'error',
  ).length;
  const now = checks.find(({ finding }) => finding.state === 'running');
  return (
    <>
      <p data-testid="check-progress">
        Check {Math.min(done + 1, checks.length)} of {checks.length}
        {now !== undefined && `: ${now.recording.name} on ${backendTitle[now.backend]}`}
      </p>
      <div
        className="progress"
        role="progressbar"
        aria-label="Progress of the check"
        aria-valuemin={0}
        aria-valuemax={checks.length}
        aria-valuenow={done}
        style={{ '--done': `${(100 * done) / checks.length}%` }}
      />
    </>
  );
}

const heading = { passed: 'Passed', failed: 'Failed', incomplete: 'Incomplete' } as const;

function Result({ check }: { check: CompletedCheck }) {
  const { outcome, sentence } = verdictOf(check.checks);
  return (
    <div className={`check-result check-${outcome}`}>
      <div role="status" data-testid="check-verdict" data-outcome={outcome}>
        <h2>{heading[outcome]}</h2>
        <p>{sentence}</p>
      </div>
      <div className="check-report">
        <button
          type="button"
          className="button"
          data-testid="check-download"
          onClick={() => downloadReport(check)}
        >
          Download report
        </button>
        <CopyButton
          label="Copy as Markdown"
          text={() => checkMarkdown(check)}
          instead="download the report instead."
          testId="check-copy"
        />
      </div>
    </div>
  );
}

const downloadReport = (check: CompletedCheck) =>
  downloadJson(`adasim-device-check-${check.started.toISOString().slice(0, 10)}.json`, checkReport(check));
