/** @file One of the four questions: a large chart, its companions in small, and the numbers as tables. */
import { useId } from 'react';
import { useStore } from 'zustand';
import { enlarge, toggleTable, viewStore } from '../../store/view.ts';
import type { Arm } from './arms.ts';
import { latestOf } from './curves.ts';
import { DataTable } from './DataTable.tsx';
import { Plot, summaryOf } from './Plot.tsx';
import type { Metric, Question } from './questions.ts';
import { useChart } from './useChart.ts';

export function QuestionCard({ question }: { question: Question }) {
  const titleId = useId();
  const chosen = useStore(viewStore, ({ enlarged }) => enlarged[question.id]);
  const showTables = useStore(viewStore, ({ tables }) => tables[question.id] === true);
  const main = question.metrics.find(({ id }) => id === chosen) ?? question.metrics[0];
  return (
    <section className="card question" aria-labelledby={titleId} data-testid={`question-${question.id}`}>
      <header className="question-head">
        <h2 id={titleId}>{question.title}</h2>
        <button
          type="button"
          className="quiet"
          aria-expanded={showTables}
          data-testid={`table-toggle-${question.id}`}
          onClick={() => toggleTable(question.id)}
        >
          {showTables ? 'Hide numbers' : 'Numbers'}
        </button>
      </header>
      <MainChart key={main.id} metric={main} />
      <ul className="companions" style={{ '--companions': question.metrics.length - 1 }}>
        {question.metrics
          .filter((metric) => metric !== main)
          .map((metric) => (
            <li key={metric.id}>
              <Companion metric={metric} onEnlarge={() => enlarge(question.id, metric.id)} />
            </li>
          ))}
      </ul>
      {showTables && (
        <div className="tables">
          {question.metrics.map((metric) => (
            <LiveTable key={metric.id} metric={metric} />
          ))}
        </div>
      )}
    </section>
  );
}

function MainChart({ metric }: { metric: Metric }) {
  const chart = useChart(metric, true);
  return (
    <figure
      className="chart"
      aria-label={summaryOf(metric, chart.arms, chart.facts)}
      data-testid={`chart-${metric.id}`}
    >
      <figcaption>
        <span className="chart-name">
          <span title={metric.help}>
            <b>{metric.label}</b> <span className="chart-line">{metric.line}</span>
          </span>
          <LatestValues metric={metric} arms={chart.arms} />
        </span>
      </figcaption>
      <Plot metric={metric} {...chart} large />
    </figure>
  );
}

/** A small chart; pressing it makes it the large one. */
function Companion({ metric, onEnlarge }: { metric: Metric; onEnlarge: () => void }) {
  const chart = useChart(metric, false);
  return (
    <button
      type="button"
      className="companion"
      title={metric.help}
      aria-label={`${summaryOf(metric, chart.arms, chart.facts)} Enlarge.`}
      data-testid={`chart-${metric.id}`}
      onClick={onEnlarge}
    >
      <span className="chart-name">
        <span>{metric.label}</span>
        <LatestValues metric={metric} arms={chart.arms} />
      </span>
      <Plot metric={metric} {...chart} large={false} />
    </button>
  );
}

function LiveTable({ metric }: { metric: Metric }) {
  const { arms, facts } = useChart(metric, false);
  return <DataTable metric={metric} arms={arms} facts={facts} />;
}

/** The newest value of each arm, in its colour. */
function LatestValues({ metric, arms }: { metric: Metric; arms: readonly Arm[] }) {
  return (
    <span className="latest" data-testid={`latest-${metric.id}`}>
      {arms.map((arm) => {
        const value = latestOf(arm, metric);
        return (
          <b key={arm.id} style={{ color: arm.style.colour }} data-value={value ?? ''}>
            {value === null ? '–' : metric.format(value)}
          </b>
        );
      })}
    </span>
  );
}
