/** @file What the report will say of the device and its browser. */
import { appVersion, deviceFacts } from '../../store/check/checkReport.ts';
import { useCheckState } from './useCheck.ts';

export function DeviceCard() {
  const device = useCheckState((state) => state.device);
  const facts = device === null ? [] : deviceFacts(device);
  return (
    <section className="card check-device" aria-labelledby="check-device">
      <h2 id="check-device">This device</h2>
      <dl data-testid="check-device">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>App</dt>
          <dd>AdaSim Playground {appVersion}</dd>
        </div>
      </dl>
    </section>
  );
}
