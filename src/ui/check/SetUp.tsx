/** @file What to check, on what, and the button that starts and stops it. */
import { useRef } from 'react';
import { bytes } from '../../metrics/format.ts';
import type { BackendName } from '../../protocol/device.ts';
import { backendNames, backendTitle } from '../../store/check/backends.ts';
import { whyNot, type DeviceFacts } from '../../store/check/device.ts';
import { shippedRecordings } from '../../store/check/recordings.ts';
import { Icon } from '../shell/Icon.tsx';
import { useCheck, useCheckState } from './useCheck.ts';

export function SetUp() {
  const { start, stop } = useCheck();
  const running = useCheckState(({ phase }) => phase === 'running');
  const ready = useCheckState(
    ({ backends, shipped, own }) => backends.length > 0 && (shipped || own.length > 0),
  );
  const known = useCheckState(({ device }) => device !== null);
  return (
    <section className="card check-set-up" aria-label="What to check">
      <Backends disabled={running} />
      <Recordings disabled={running} />
      <div className="check-start">
        <button
          type="button"
          className="button primary"
          data-testid="check-start"
          disabled={!running && !ready}
          onClick={() => (running ? stop() : void start())}
        >
          {!running && <Icon name="play" />}
          {running ? 'Stop' : 'Start the check'}
        </button>
        {known && !ready && <p>Choose something to compute on, and at least one recording.</p>}
      </div>
    </section>
  );
}

function Backends({ disabled }: { disabled: boolean }) {
  const { chooseBackend } = useCheck();
  const device = useCheckState((state) => state.device);
  const chosen = useCheckState(({ backends }) => backends);
  return (
    <fieldset disabled={disabled}>
      <legend>Compute on</legend>
      {backendNames.map((backend) => {
        const refusal = device === null ? undefined : whyNot(backend, device);
        return (
          <label key={backend} className="check-choice">
            <input
              type="checkbox"
              data-testid={`check-${backend}`}
              checked={chosen.includes(backend)}
              disabled={device === null || refusal !== undefined}
              onChange={({ target }) => chooseBackend(backend, target.checked)}
            />
            <span>
              <b>{backendTitle[backend]}</b> <small>{refusal ?? describe(backend, device)}</small>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function describe(backend: BackendName, device: DeviceFacts | null): string {
  if (backend === 'webgpu')
    return device?.webgpu?.fallback === true ? 'in software here' : 'the graphics card';
  if (backend === 'wasm') return device?.isolated === false ? 'the processor, one thread' : 'the processor';
  return 'the processor, in plain JavaScript';
}

function Recordings({ disabled }: { disabled: boolean }) {
  const { includeShipped, addOwnFiles, removeOwnFile } = useCheck();
  const shipped = useCheckState((state) => state.shipped);
  const own = useCheckState((state) => state.own);
  const input = useRef<HTMLInputElement>(null);
  return (
    <fieldset disabled={disabled}>
      <legend>Recordings</legend>
      <label className="check-choice">
        <input
          type="checkbox"
          data-testid="check-shipped"
          checked={shipped}
          onChange={({ target }) => includeShipped(target.checked)}
        />
        <span>
          <b>{shippedRecordings.length} that come with the app</b>{' '}
          <small>four trainings, the metrics and losses, the augmentations</small>
        </span>
      </label>
      {own.length > 0 && (
        <ul className="check-own">
          {own.map((file, index) => (
            <li key={index}>
              <span>{file.name}</span>
              <small>{bytes(file.size)}</small>
              <button
                type="button"
                className="quiet"
                aria-label={`Leave out ${file.name}`}
                onClick={() => removeOwnFile(file)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="check-files">
        <button type="button" className="button small" onClick={() => input.current?.click()}>
          Choose files…
        </button>{' '}
        <small>or drop recordings of your own (safetensors) on this page</small>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept=".safetensors"
          data-testid="check-files"
          onChange={({ target }) => {
            addOwnFiles(target.files ?? []);
            // So that the same file, mended, can be chosen again.
            target.value = '';
          }}
        />
      </p>
    </fieldset>
  );
}
