/** @file The kernels of a step: the longest, and all of them on request. */
import { useState } from 'react';
import type { Device } from '../../protocol/device.ts';
import type { KernelShare, Profile } from '../../protocol/profile.ts';
import { count, percent, short } from '../../metrics/format.ts';
import { rateOf, whatBindsKernel, wholeStep } from './shares.ts';
import { kernelTitle } from './words.ts';

const FIRST = 8;

export function KernelTable({ profile, device }: { profile: Profile; device: Device }) {
  const [all, setAll] = useState(false);
  const { kernels, watchedSteps } = profile;
  const whole = wholeStep(profile, device);
  const untold = kernels.some(({ ms }) => ms === null);
  const shown = all ? kernels : kernels.slice(0, FIRST);
  return (
    <div>
      <h3>Its kernels</h3>
      {untold && (
        <p className="performance-soft">
          This browser does not tell how long a kernel takes on the GPU: these are the least times.
        </p>
      )}
      <div className="performance-kernels" tabIndex={0} role="region" aria-label="Kernels of a step, table">
        <table data-testid="kernels">
          <caption className="hidden">Mean of {watchedSteps} watched steps</caption>
          <thead>
            <tr>
              <th scope="col">kernel</th>
              <th scope="col">calls</th>
              <th scope="col">ms</th>
              <th scope="col">share</th>
              <th scope="col">rate</th>
              <th scope="col" title="What the device could do it in">
                least ms
              </th>
              <th scope="col" title="Neither: its limits explain less than a fifth of its time">
                bound by
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((kernel) => (
              <Row key={kernel.name} kernel={kernel} whole={whole} />
            ))}
          </tbody>
        </table>
      </div>
      {kernels.length > FIRST && (
        <button type="button" className="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show the longest' : `Show all ${kernels.length}`}
        </button>
      )}
    </div>
  );
}

function Row({ kernel, whole }: { kernel: KernelShare; whole: number }) {
  const { name, calls, ms, idealMs } = kernel;
  return (
    <tr>
      <th scope="row" title={name}>
        {kernelTitle(name)}
      </th>
      <td>{count(calls)}</td>
      <td data-value={ms ?? ''}>{ms === null ? '–' : short(ms)}</td>
      <td>{ms === null ? '–' : percent(ms / whole)}</td>
      <td>{rateOf(kernel) ?? '–'}</td>
      <td>{short(idealMs)}</td>
      <td>{whatBindsKernel(kernel) ?? '–'}</td>
    </tr>
  );
}
