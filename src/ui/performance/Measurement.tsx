/** @file The button that measures this device on the run, and what came of it. */
import { useId } from 'react';
import { useStore } from 'zustand';
import { count, percent, short } from '../../metrics/format.ts';
import { backendTitle } from '../../store/check/backends.ts';
import { describeDevice } from '../../store/check/device.ts';
import { downloadJson } from '../../store/files/download.ts';
import { profilingOf } from '../../store/performance/onPage.ts';
import { limitShare, profileReport } from '../../store/performance/profileReport.ts';
import { whyNotMeasure } from '../../store/performance/profiling.ts';
import { type DeviceMeasurement } from '../../store/performance/profiling.ts';
import { usePage, useRun } from '../PageContext.ts';
import { CopyButton } from '../shell/CopyButton.tsx';
import { KernelTable } from './KernelTable.tsx';
import { Phases } from './Phases.tsx';
import { boundSentence } from './words.ts';

export function Measurement() {
  const id = useId();
  const { store, measureDevice } = usePage().part(profilingOf);
  const { measuring, measurement, problem } = useStore(store);
  const reason = useRun(whyNotMeasure);
  return (
    <>
      <div className="performance-measure">
        <button
          type="button"
          className="button"
          // Disabled, it would lose the focus as soon as it is pressed.
          aria-disabled={measuring || reason !== undefined}
          aria-describedby={id}
          data-testid="measure"
          onClick={measureDevice}
        >
          {measuring ? 'Measuring…' : 'Measure this device'}
        </button>
        <p id={id} className="performance-soft" role="status" data-testid="measure-state">
          {measuring
            ? 'The run takes its next steps under the clock.'
            : (problem ??
              reason ??
              'Takes a few seconds and some steps of the run, which stay what they would be.')}
        </p>
      </div>
      {measurement !== null && <Result measurement={measurement} />}
    </>
  );
}

function Result({ measurement }: { measurement: DeviceMeasurement }) {
  const { profile, device, past, arms } = measurement;
  const { msPerStep, idealMs, binds, ceiling, step } = profile;
  const bandwidth = ceiling.bandwidths.at(-1);
  return (
    <div className="performance-result" data-testid="profile">
      <p>
        A step takes <b>{short(msPerStep)} ms</b>; what its mathematics needs, this device could do in{' '}
        <b>{short(idealMs)} ms</b>: <b data-testid="limit-share">{percent(limitShare(profile))}</b> of the
        limit. {binds !== null && boundSentence[binds]}
      </p>
      <p className="performance-soft">
        Measured at step {count(step)}
        {past && ' of an earlier run'}
        {arms > 1 && `, the first of ${arms} arms`}, on {backendTitle[device.backend]} {device.adapter}: at
        best {short(ceiling.flopsPerMs / 1e6)} GFLOP/s
        {bandwidth !== undefined && ` and ${short(bandwidth.bytesPerMs / 1e6)} GB/s`}.
      </p>
      <Phases measurement={measurement} />
      <KernelTable profile={profile} device={device} />
      <div className="performance-report">
        <CopyButton
          label="Copy as JSON"
          text={async () =>
            `${JSON.stringify(profileReport(measurement, await describeDevice()), null, 2)}\n`
          }
          instead="download the file instead."
          testId="copy-profile"
        />
        <button
          type="button"
          className="button"
          data-testid="download-profile"
          onClick={() => void downloadReport(measurement)}
        >
          Download
        </button>
        <p className="performance-soft">For a bug report, or to compare devices. Nothing is uploaded.</p>
      </div>
    </div>
  );
}

const downloadReport = async (measurement: DeviceMeasurement) =>
  downloadJson('adasim-performance.json', profileReport(measurement, await describeDevice()));
