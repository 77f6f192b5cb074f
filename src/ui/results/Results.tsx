/** @file What a run has come to, once it is over: a row for each arm, then the floors. At the page's end: nothing moves. */
import { useId } from 'react';
import { looksOf, type ArmLook } from '../../charts/arms.ts';
import { count } from '../../metrics/format.ts';
import { declarations } from '../../metrics/table.ts';
import { resultsOf, type ArmResult, type Results as Table } from '../../store/results/results.ts';
import { useRun } from '../PageContext.ts';
import { ArmSwatch } from '../charts/ArmSwatch.tsx';
import { Sentence } from '../terms/Sentence.tsx';
import { Term } from '../terms/Term.tsx';
import { CopyButton } from '../shell/CopyButton.tsx';
import { asCsv, asMarkdown, errorLabel, figure, floorLabel, notAbove } from './words.ts';
import './results.css';

export default function Results() {
  const titleId = useId();
  const arms = useRun((run) => run.arms);
  const results = resultsOf(arms);
  if (results === undefined) return null;
  const instead = 'select the table and copy it.';
  return (
    <section
      id="results"
      className="card results"
      tabIndex={-1}
      aria-labelledby={titleId}
      data-testid="results"
    >
      <header className="question-head">
        <h2 id={titleId}>Results</h2>
        <div className="results-copy">
          <CopyButton
            label="Copy as Markdown"
            text={() => asMarkdown(results)}
            instead={instead}
            testId="copy-markdown"
          />
          <CopyButton label="Copy as CSV" text={() => asCsv(results)} instead={instead} testId="copy-csv" />
        </div>
      </header>
      <figure>
        <figcaption>
          <Sentence>{`After ${count(results.step)} steps, on held-out images.`}</Sentence> <b>Bold</b>{' '}
          <Sentence>
            is the best arm where chance would seldom (5 %) put it so far above every other on the same
            images, by McNemar’s test. The last row gives one standard error of an accuracy, taken alone.
            Below a figure stand the floors that it does not beat.
          </Sentence>
        </figcaption>
        <div className="results-scroll" tabIndex={0} role="region" aria-label="Results, table">
          <ResultsTable results={results} looks={looksOf(arms)} titleId={titleId} />
        </div>
      </figure>
    </section>
  );
}

interface Props {
  results: Table;
  looks: readonly ArmLook[];
  titleId: string;
}

function ResultsTable({ results: { columns, arms, floors }, looks, titleId }: Props) {
  return (
    <table aria-labelledby={titleId}>
      <thead>
        <tr>
          <td />
          {columns.map(({ id, title, of }) => (
            <th key={title} scope="col">
              <Term of={declarations[id]}>{title}</Term> <small>{of}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {arms.map((arm) => (
          <ArmRow
            key={arm.label}
            arm={arm}
            columns={columns}
            look={looks.find(({ label }) => label === arm.label)}
          />
        ))}
      </tbody>
      <tbody className="results-floors">
        {floors.map((floor) => (
          <tr key={floorLabel(floor)}>
            <th scope="row">
              <Sentence>{floorLabel(floor)}</Sentence>
            </th>
            {columns.map((column, place) => (
              <td key={column.title} data-value={floor.values[place] ?? ''}>
                {figure(floor.values[place] ?? null, column)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            <Sentence>{errorLabel}</Sentence>
          </th>
          {columns.map((column) => (
            <td key={column.title}>{column.error === null ? '' : `± ${figure(column.error, column)}`}</td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

function ArmRow({
  arm: { label, stopped, cells },
  columns,
  look,
}: {
  arm: ArmResult;
  columns: Table['columns'];
  look: ArmLook | undefined;
}) {
  return (
    <tr>
      <th scope="row">
        <span className="results-arm">
          {look !== undefined && <ArmSwatch style={look.style} />} {label}
        </span>
        {stopped && <small>stopped early</small>}
      </th>
      {columns.map((column, place) => {
        const cell = cells[place];
        if (cell === undefined) return <td key={column.title} />;
        const text = figure(cell.value, column);
        return (
          <td key={column.title} data-value={cell.value ?? ''}>
            {cell.best ? <b>{text}</b> : text}
            {cell.unbeaten.map((floor) => (
              <small key={floor} className="unbeaten">
                {notAbove(floor)}
              </small>
            ))}
          </td>
        );
      })}
    </tr>
  );
}
