/** @file What the run computes on: the choice, and in words why. */
import { useId } from 'react';
import type { BackendChoice } from '../../protocol/device.ts';
import { usePage, useRun, useExperiment } from '../PageContext.ts';
import { ChoiceControl } from './ChoiceControl.tsx';

const options: readonly { value: BackendChoice; label: string }[] = [
  { value: 'auto', label: 'Auto' },
  { value: 'webgpu', label: 'WebGPU' },
  { value: 'wasm', label: 'WASM' },
  { value: 'cpu', label: 'CPU' },
];

const isChoice = (value: string): value is BackendChoice => options.some((option) => option.value === value);

/** Before a run only the page's own view of the device is known. */
const expectation: Record<BackendChoice, string> = {
  auto: 'The graphics card where the browser offers WebGPU on real hardware, else WebAssembly on the processor.',
  webgpu: 'The graphics card, through WebGPU.',
  wasm: 'The processor, through WebAssembly.',
  cpu: 'The processor in plain JavaScript: very slow, for checking the others.',
};

export function BackendChooser() {
  const { chooseBackend } = usePage().experiment;
  const id = useId();
  const backend = useExperiment((state) => state.backend);
  const device = useRun((run) => run.device);
  return (
    <div className="field field-choice" data-testid="field-backend">
      <div className="field-head">
        <label htmlFor={id} id={`${id}-label`}>
          compute on
        </label>
      </div>
      <ChoiceControl
        id={id}
        field={{ label: 'compute on', options }}
        value={backend}
        described={`${id}-reason`}
        onSet={(value) => isChoice(value) && chooseBackend(value)}
      />
      <p className="choice-help" id={`${id}-reason`} data-testid="backend-reason">
        {device?.reason ?? expectation[backend]}
      </p>
    </div>
  );
}
