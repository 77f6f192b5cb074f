/** @file How the lines of a large chart are drawn, where there is a choice. */
import { useStore } from 'zustand';
import { isWavering } from '../../charts/picture.ts';
import type { Metric } from '../../metrics/metric.ts';
import { createReading } from '../../store/reading/reading.ts';
import { usePage } from '../PageContext.ts';

export function ChartTurns({ metric }: { metric: Metric }) {
  const { store, toggleSmooth, toggleLogarithmic } = usePage().part(createReading);
  const { smooth, logarithmic } = useStore(store);
  if (!isWavering(metric) && metric.logarithm !== true) return null;
  return (
    <span className="chart-turns">
      {isWavering(metric) && (
        <button
          type="button"
          className="quiet"
          aria-pressed={smooth}
          title="The mean of an epoch’s steps, over what was measured at each"
          onClick={toggleSmooth}
        >
          Smooth
        </button>
      )}
      {metric.logarithm === true && (
        <button
          type="button"
          className="quiet"
          aria-pressed={logarithmic}
          title="Equal factors are equally high, where all values are positive"
          onClick={toggleLogarithmic}
        >
          Log scale
        </button>
      )}
    </span>
  );
}
