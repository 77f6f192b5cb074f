/** @file How far the check is, then what it came to and the report of it. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { backendTitle } from '../../store/backends.ts';
import { checkStore, type Check } from '../../store/check.ts';
import { checkMarkdown, checkReport, type CompletedCheck } from '../../store/checkReport.ts';
import { verdictOf } from '../../store/checkVerdict.ts';

export function Outcome() {
  const { phase, checks, device, started } = useStore(checkStore);
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
        <button type="button" className="button" data-testid="check-download" onClick={() => download(check)}>
          Download report
        </button>
        <CopyButton check={check} />
      </div>
    </div>
  );
}

function download(check: CompletedCheck): void {
  const text = `${JSON.stringify(checkReport(check), null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `adasim-device-check-${check.started.toISOString().slice(0, 10)}.json`;
  link.click();
  // Not at once: some browsers read the file only when the person has said where to put it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function CopyButton({ check }: { check: CompletedCheck }) {
  const [answer, setAnswer] = useState<'copied' | 'refused' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(checkMarkdown(check));
      setAnswer('copied');
      setTimeout(() => setAnswer(null), 2000);
    } catch {
      setAnswer('refused');
    }
  };
  return (
    <>
      <button type="button" className="button" data-testid="check-copy" onClick={() => void copy()}>
        {answer === 'copied' ? 'Copied' : 'Copy as Markdown'}
      </button>
      <p className="check-refused" role="status">
        {answer === 'refused' && 'The browser did not allow copying; download the report instead.'}
      </p>
    </>
  );
}
