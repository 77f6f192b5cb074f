/** @file One setting with a value for each arm. */
import { useId, type ReactNode } from 'react';
import type { ArmLook } from '../../charts/arms.ts';
import { valueLabel } from '../../config/armLabels.ts';
import type { Arms } from '../../config/arms.ts';
import { fitted } from '../../config/choices.ts';
import { fields, type Field } from '../../config/fields.ts';
import { leafAt, type Leaf } from '../../config/paths.ts';
import { usePage, useExperiment } from '../PageContext.ts';
import { ArmSwatch } from '../charts/ArmSwatch.tsx';
import { Term } from '../terms/Term.tsx';
import { LiveTag } from './LiveTag.tsx';
import { NumberControl } from './NumberControl.tsx';

interface Props {
  path: string;
  arms: Arms;
  looks: readonly ArmLook[];
  /** At the end of an arm's row. */
  end?: (index: number) => ReactNode;
}

export function VariedField({ path, arms, looks, end }: Props) {
  const { setSetting, dismissRefusal, unify } = usePage().experiment;
  const field = fields.find((one) => one.path === path);
  const refusal = useExperiment((state) => (state.refusal?.path === path ? state.refusal : null));
  const label = field?.label ?? path;
  const errorId = useId();
  return (
    <fieldset className="varied" data-testid={`varied-${path}`}>
      <legend>
        {field === undefined ? <span>{label}</span> : <Term of={field} />}
        <LiveTag path={path} />
        <button type="button" className="quiet" onClick={() => void unify(path)}>
          same in all<span className="hidden">: {label}</span>
        </button>
      </legend>
      {looks.map((look, index) => (
        <div key={look.id} className="varied-value">
          <ArmSwatch style={look.style} />
          <Value
            field={field === undefined ? undefined : fitted(field, arms[index]?.config ?? arms[0].config)}
            path={path}
            value={leafAt(arms[index]?.config, path)}
            name={`${label} of ${look.label}`}
            unused={field?.when !== undefined && arms[index] !== undefined && !field.when(arms[index].config)}
            invalid={refusal?.arm === index}
            described={refusal === null ? undefined : errorId}
            onSet={(text) => void setSetting(path, text, index)}
            onKeep={() => dismissRefusal(path)}
          />
          {end?.(index)}
        </div>
      ))}
      {refusal !== null && (
        <p id={errorId} className="field-error" role="alert">
          {refusal.message}
        </p>
      )}
    </fieldset>
  );
}

interface ValueProps {
  /** Absent for a setting that the form does not show. */
  field: Field | undefined;
  path: string;
  value: Leaf | undefined;
  name: string;
  /** The arm's other settings make it meaningless. */
  unused: boolean;
  /** What was typed for it was refused. */
  invalid: boolean;
  /** The element that says what was refused. */
  described: string | undefined;
  onSet: (text: string) => void;
  onKeep: () => void;
}

function Value({ field, path, value, name, unused, invalid, described, onSet, onKeep }: ValueProps) {
  const id = useId();
  if (value === undefined || unused) return <span className="varied-unused">does not use it</span>;
  switch (field?.control) {
    case undefined:
      return <span>{valueLabel(path, value)}</span>;
    case 'choice':
      return (
        <select
          className="select"
          aria-label={name}
          value={String(value)}
          onChange={({ target }) => onSet(target.value)}
        >
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      );
    case 'switch':
      return (
        <input
          type="checkbox"
          role="switch"
          aria-label={name}
          checked={value === true}
          onChange={({ target }) => onSet(String(target.checked))}
        />
      );
    case 'number':
      return (
        <>
          <label htmlFor={id} className="hidden">
            {name}
          </label>
          <NumberControl
            id={id}
            field={{ ...field, label: name }}
            value={Number(value)}
            invalid={invalid}
            described={described}
            onSet={onSet}
            onKeep={onKeep}
          />
        </>
      );
  }
}
