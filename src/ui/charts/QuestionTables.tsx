/** @file The numbers behind a question's charts, a table each. */
import type { Metric } from '../../metrics/metric.ts';
import { DataTable } from './DataTable.tsx';
import { useChart } from './useChart.ts';

export default function QuestionTables({ metrics }: { metrics: readonly Metric[] }) {
  return (
    <div className="tables">
      {metrics.map((metric) => (
        <LiveTable key={metric.id} metric={metric} />
      ))}
    </div>
  );
}

function LiveTable({ metric }: { metric: Metric }) {
  const { arms, pace } = useChart(metric, false);
  return <DataTable metric={metric} arms={arms} pace={pace} />;
}
