/** @file One card for each recording: what every backend made of it, quantity by quantity. */
import { memo } from 'react';
import { fixed } from '../../metrics/format.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import { conclusion, errorFigure, hasPassed } from '../../protocol/verificationReport.ts';
import { backendTitle } from '../../store/check/backends.ts';
import { type Check } from '../../store/check/check.ts';
import { byRecording, columnsOf, linesOf, type Column } from './comparison.ts';
import { useCheckState } from './useCheck.ts';

export function Findings() {
  const checks = useCheckState((state) => state.checks);
  return (
    <div className="check-findings">
      {byRecording(checks).map((group, index) => (
        <RecordingCard key={index} checks={group} />
      ))}
    </div>
  );
}

function RecordingCard({ checks }: { checks: readonly [Check, ...Check[]] }) {
  const { title, about, name } = checks[0].recording;
  const columns = columnsOf(checks);
  return (
    <section className="card" aria-label={title} data-testid={`finding-${name}`}>
      <header className="check-head">
        <h2>{title}</h2>
        <p>{about}</p>
      </header>
      <ul className="check-backends">
        {checks.map((check) => (
          <Summary key={check.backend} check={check} />
        ))}
      </ul>
      {columns.length > 0 && <Comparison title={title} columns={columns} />}
    </section>
  );
}

/** One backend's finding in a line. `data-state`: waiting, running, passed, failed, error or stopped. */
function Summary({ check: { backend, finding } }: { check: Check }) {
  const state = finding.state === 'checked' ? (hasPassed(finding.rows) ? 'passed' : 'failed') : finding.state;
  return (
    <li data-state={state} data-testid={`summary-${backend}`}>
      <b>{backendTitle[backend]}</b> <span>{summaryText({ finding })}</span>
    </li>
  );
}

function summaryText({ finding }: Pick<Check, 'finding'>): string {
  switch (finding.state) {
    case 'checked':
      return `${conclusion(finding.rows)}, ${finding.device.adapter}, ${fixed(finding.seconds, 1)} s`;
    case 'error':
      return finding.message;
    case 'running':
      return 'running…';
    default:
      return finding.state;
  }
}

const Comparison = memo(function Comparison({
  title,
  columns,
}: {
  title: string;
  columns: readonly Column[];
}) {
  return (
    <div className="check-scroll" tabIndex={0} role="region" aria-label={`${title}, table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">quantity</th>
            <th scope="col">tolerance</th>
            {columns.map(({ backend }) => (
              <th key={backend} scope="col" colSpan={2}>
                {backendTitle[backend]}, largest error
              </th>
            ))}
            <th scope="col">note</th>
          </tr>
        </thead>
        <tbody>
          {linesOf(columns).map(({ quantity, tolerance, cells, note }) => (
            <tr key={quantity}>
              <th scope="row">{quantity}</th>
              <td>{errorFigure(tolerance)}</td>
              {cells.map((row, column) => (
                <ErrorCells key={column} row={row} />
              ))}
              <td className="check-note">{note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

function ErrorCells({ row }: { row: CheckRow | undefined }) {
  if (row === undefined) return <td colSpan={2}>–</td>;
  return (
    <>
      <td>{errorFigure(row.error)}</td>
      <td className={`check-verdict-${row.verdict}`}>{row.verdict}</td>
    </>
  );
}
