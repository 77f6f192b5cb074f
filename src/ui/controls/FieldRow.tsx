/** @file One setting of the form: its name, its control, what it departs from, and what was refused. */
import { useId } from 'react';
import type { Field } from '../../config/fields.ts';
import { leafAt, type Leaf } from '../../config/paths.ts';
import { configFromPreset, presets } from '../../config/presets.ts';
import { typed } from '../../metrics/format.ts';
import { variedPaths } from '../../store/experiment/experimentState.ts';
import { usePage, useExperiment } from '../PageContext.ts';
import { LabelTerm, Term } from '../terms/Term.tsx';
import { ChoiceControl } from './ChoiceControl.tsx';
import { LiveTag } from './LiveTag.tsx';
import { NumberControl } from './NumberControl.tsx';

const shown = (value: Leaf | undefined): string => (typeof value === 'number' ? typed(value) : String(value));

export function FieldRow({ field }: { field: Field }) {
  const varied = useExperiment((state) => variedPaths(state).includes(field.path));
  return varied ? <DiffersRow field={field} /> : <SharedRow field={field} />;
}

/** Its values are set where the arms are compared. */
function DiffersRow({ field }: { field: Field }) {
  const { path, label } = field;
  return (
    <div className="field field-differs" data-testid={`field-${path}`}>
      <div className="field-head">
        <Term of={field}>{label}</Term>
        <small>differs, see Compare</small>
      </div>
    </div>
  );
}

/** The same in all arms, of which an experiment may have one. */
function SharedRow({ field }: { field: Field }) {
  const { setSetting, dismissRefusal } = usePage().experiment;
  const { path } = field;
  const id = useId();
  // Where backbones differ, an arm may not have it.
  const value = useExperiment(({ arms }) =>
    arms.map(({ config }) => leafAt(config, path)).find((leaf) => leaf !== undefined),
  );
  const presetValue = useExperiment(({ preset }) => leafAt(configFromPreset(preset), path));
  const presetTitle = useExperiment(({ preset }) => presets[preset].title);
  const refusal = useExperiment(({ refusal: last }) => (last?.path === path ? last.message : null));
  const consequence = useExperiment(({ consequence: last }) => (last?.path === path ? last.message : null));
  if (value === undefined) return null;

  const set = (text: string) => void setSetting(path, text);
  const changed = presetValue !== undefined && shown(presetValue) !== shown(value);
  const departs = field.release !== undefined && String(field.release) !== String(value);
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const described = refusal === null ? helpId : `${errorId} ${helpId}`;
  return (
    <div
      className={`field field-${field.control}${changed ? ' field-changed' : ''}`}
      data-testid={`field-${path}`}
    >
      <div className="field-head">
        <label htmlFor={id} id={`${id}-label`}>
          <LabelTerm of={field} />
        </label>
        <LiveTag path={path} />
        <Help id={helpId} text={field.help} />
        {field.control === 'switch' && (
          <input
            id={id}
            type="checkbox"
            role="switch"
            checked={value === true}
            aria-describedby={described}
            onChange={(event) => set(String(event.target.checked))}
          />
        )}
        {field.control === 'number' && (
          <NumberControl
            id={id}
            field={field}
            value={Number(value)}
            invalid={refusal !== null}
            described={described}
            onSet={set}
            onKeep={() => dismissRefusal(path)}
          />
        )}
      </div>
      {field.control === 'choice' && (
        <ChoiceControl id={id} field={field} value={String(value)} described={described} onSet={set} />
      )}
      {(changed || departs) && (
        <p className="field-departs">
          {changed && (
            <button type="button" onClick={() => set(shown(presetValue))}>
              {presetTitle}: {shown(presetValue)}
              <span aria-hidden="true"> ↺</span>
              <span className="hidden">, restore</span>
            </button>
          )}
          {departs && (
            <span>
              <Term of="release" /> {shown(field.release)}
            </span>
          )}
        </p>
      )}
      {consequence !== null && (
        <p className="choice-help" role="status">
          {consequence}
        </p>
      )}
      {refusal !== null && (
        <p className="field-error" id={errorId} role="alert">
          {refusal}
        </p>
      )}
    </div>
  );
}

/** The help of a setting: on focus for eyes, always there for screen readers; its label shows it to pointers. */
function Help({ id, text }: { id: string; text: string }) {
  return (
    <span className="help">
      <span className="help-text" role="tooltip" id={id}>
        {text}
      </span>
    </span>
  );
}
