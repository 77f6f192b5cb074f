/**
 * @file One of the four questions: a large chart; on request the next few in small, what else there is in one line, and
 * the numbers as tables.
 */
import { useId } from 'react';
import type { ChartArm } from '../../charts/arms.ts';
import { latestOf } from '../../charts/curves.ts';
import { presets } from '../../config/presets.ts';
import type { Metric } from '../../metrics/metric.ts';
import type { Question } from '../../metrics/questions.ts';
import { usePage, useRun, useExperiment, useView } from '../PageContext.ts';
import { late } from '../late/late.tsx';
import { Term } from '../terms/Term.tsx';
import { ChartTurns } from './ChartTurns.tsx';
import { Plot, summaryOf } from './Plot.tsx';
import { useChart } from './useChart.ts';

const QuestionTables = late({ name: 'What shows the numbers', load: () => import('./QuestionTables.tsx') });

/** More small charts would take the large one's place. */
const MOST_SMALL = 4;

export function QuestionCard({ question }: { question: Question }) {
  const { enlarge, widen, toggleTable } = usePage().view;
  const titleId = useId();
  const preset = useExperiment((state) => state.preset);
  const chosen =
    useView(({ enlarged, charts }) => charts?.[question.id] ?? enlarged[question.id]) ??
    presets[preset].shows?.[question.id];
  const wide = useView(({ widened }) => widened[question.id] === true);
  const showTables = useView(({ tables }) => tables[question.id] === true);
  const metrics = useShown(question);
  const main = metrics.find(({ id }) => id === chosen) ?? metrics[0] ?? question.metrics[0];
  const others = metrics.filter(({ id }) => id !== main.id);
  const small = others.slice(0, MOST_SMALL);
  const told = others.slice(MOST_SMALL);
  return (
    <section className="card question" aria-labelledby={titleId} data-testid={`question-${question.id}`}>
      <header className="question-head">
        <h2 id={titleId}>{question.title}</h2>
        <span className="question-turns">
          {others.length > 0 && (
            <button
              type="button"
              className="quiet"
              aria-expanded={wide}
              data-testid={`more-${question.id}`}
              onClick={() => widen(question.id)}
            >
              {wide ? 'Less' : 'More'}
              <span className="hidden"> on: {question.title}</span>
            </button>
          )}
          <button
            type="button"
            className="quiet"
            aria-expanded={showTables}
            data-testid={`table-toggle-${question.id}`}
            onClick={() => toggleTable(question.id)}
          >
            {showTables ? 'Hide numbers' : 'Numbers'}
          </button>
        </span>
      </header>
      <MainChart key={main.id} metric={main} />
      {wide && <ChartTurns metric={main} />}
      {wide && (
        <ul className="companions">
          {small.map((metric) => (
            <li key={metric.id}>
              <Companion metric={metric} onEnlarge={() => enlarge(question.id, metric.id)} />
            </li>
          ))}
        </ul>
      )}
      {wide && told.length > 0 && (
        <ul className="told">
          {told.map((metric) => (
            <li key={metric.id}>
              <Told metric={metric} onEnlarge={() => enlarge(question.id, metric.id)} />
            </li>
          ))}
        </ul>
      )}
      {showTables && <QuestionTables metrics={metrics} />}
    </section>
  );
}

/** The metrics that an arm of the experiment has, in its words. */
function useShown({ metrics }: Question): Metric[] {
  const edited = useExperiment(({ arms }) => arms);
  const running = useRun(({ arms }) => arms);
  const arms = running.length > 0 ? running : edited;
  return metrics.flatMap((metric) => {
    const { when = () => true } = metric;
    const arm = arms.find(({ config }) => when(config));
    return arm === undefined ? [] : [metric.namedFor(arm.config)];
  });
}

function MainChart({ metric }: { metric: Metric }) {
  const chart = useChart(metric, true);
  const latest = <LatestValues metric={metric} arms={chart.arms} />;
  // One value fits beside the name; several stand under the curves.
  const several = chart.arms.length > 1;
  return (
    <figure className="chart" aria-label={summaryOf(metric, chart.arms)} data-testid={`chart-${metric.id}`}>
      <figcaption>
        <span className="chart-name">
          <span>
            <Term of={metric}>
              <b>{metric.label}</b>
            </Term>{' '}
            <span className="chart-line">{metric.line}</span>
          </span>
          {!several && latest}
        </span>
      </figcaption>
      <Plot metric={metric} {...chart} large />
      {several && latest}
    </figure>
  );
}

/** A small chart; pressing it anywhere but on its name makes it the large one. */
function Companion({ metric, onEnlarge }: { metric: Metric; onEnlarge: () => void }) {
  const chart = useChart(metric, false);
  return (
    <div className="companion" data-testid={`chart-${metric.id}`}>
      <span className={`chart-name${chart.arms.length > 1 ? ' chart-name-several' : ''}`}>
        <span>
          <Term of={metric}>{metric.brief ?? metric.label}</Term>
        </span>
        <LatestValues metric={metric} arms={chart.arms} />
      </span>
      <button
        type="button"
        className="enlarge"
        aria-label={`${summaryOf(metric, chart.arms)} Enlarge.`}
        onClick={onEnlarge}
      >
        <Plot metric={metric} {...chart} large={false} />
      </button>
    </div>
  );
}

/** A metric's name and newest value; pressing the value makes it the large chart. */
function Told({ metric, onEnlarge }: { metric: Metric; onEnlarge: () => void }) {
  const { arms } = useChart(metric, false);
  return (
    <span className="told-one" data-testid={`chart-${metric.id}`}>
      <Term of={metric}>{metric.brief ?? metric.label}</Term>{' '}
      <button
        type="button"
        className="enlarge"
        aria-label={`${summaryOf(metric, arms)} Enlarge.`}
        onClick={onEnlarge}
      >
        <LatestValues metric={metric} arms={arms} />
      </button>
    </span>
  );
}

/** The newest value of each arm that all have, in its colour; nothing as long as none of several has one. */
function LatestValues({ metric, arms }: { metric: Metric; arms: readonly ChartArm[] }) {
  const values = latestOf(arms, metric);
  const empty = arms.length > 1 && values.every((value) => value === null);
  return (
    <span className="latest" data-testid={`latest-${metric.id}`}>
      {arms.map(({ id, label, style }, index) => {
        const value = values[index] ?? null;
        return (
          <b key={id} title={label} style={{ color: style.colour }} data-value={value ?? ''}>
            {empty ? '\u00a0' : value === null ? '–' : metric.format(value)}
          </b>
        );
      })}
    </span>
  );
}
