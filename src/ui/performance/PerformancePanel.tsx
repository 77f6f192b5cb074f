/** @file How fast the run is, on what, and where the time of a step goes. */
import { useId } from 'react';
import { backendTitle } from '../../store/check/backends.ts';
import { useRun } from '../PageContext.ts';
import { Icon } from '../shell/Icon.tsx';
import { Live } from '../shell/Live.tsx';
import { imageRate, stepMilliseconds, stepRate } from '../shell/rates.ts';
import { Measurement } from './Measurement.tsx';
import { ProductStyles } from './ProductStyles.tsx';
import './performance.css';

export default function PerformancePanel({ onClose }: { onClose: () => void }) {
  const titleId = useId();
  const device = useRun((run) => run.device);
  return (
    <section className="performance" aria-labelledby={titleId} data-testid="performance-panel">
      <header>
        <h2 id={titleId}>Performance</h2>
        <button type="button" className="button icon-only small" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <dl className="performance-rates">
        <Rate name="steps/s" text={stepRate} />
        <Rate name="images/s" text={imageRate} />
        <Rate name="ms per step" text={stepMilliseconds} />
      </dl>
      {device === null ? (
        <p className="performance-soft">Press Play, and what computes will be named here.</p>
      ) : (
        <p data-testid="performance-device">
          <b>{backendTitle[device.backend]}</b> {device.adapter}.{' '}
          <span className="performance-soft">{device.reason}</span>
        </p>
      )}
      {device?.products !== undefined && <ProductStyles products={device.products} />}
      <Measurement />
    </section>
  );
}

const Rate = ({ name, text }: { name: string; text: Parameters<typeof Live>[0]['text'] }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <Live text={text} />
    </dd>
  </div>
);
