/** @file A number: a slider for exploring, a box for saying exactly. */
import { useState } from 'react';
import type { NumberField } from '../../config/fields.ts';
import { typed } from '../../metrics/format.ts';
import { filledShare, positionOf, sliderRange, valueAtPosition } from './sliderScale.ts';

interface Props {
  id: string;
  field: NumberField;
  value: number;
  invalid: boolean;
  described: string | undefined;
  onSet: (text: string) => void;
}

export function NumberControl({ id, field, value, invalid, described, onSet }: Props) {
  // What is being typed; null while the box shows the setting itself.
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft.trim() !== typed(value)) onSet(draft);
    setDraft(null);
  };
  const range = sliderRange(field);
  return (
    <>
      <span className="number-box">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={draft ?? typed(value)}
          aria-invalid={invalid}
          aria-describedby={described}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setDraft(null);
          }}
        />
        {field.unit !== undefined && <span className="unit">{field.unit}</span>}
      </span>
      <input
        type="range"
        aria-label={field.label}
        aria-valuetext={`${typed(value)}${field.unit === undefined ? '' : ` ${field.unit}`}`}
        min={range.min}
        max={range.max}
        step={range.step}
        value={positionOf(field, value)}
        style={{ '--filled': `${100 * filledShare(range, positionOf(field, value))}%` }}
        onChange={(event) => onSet(typed(valueAtPosition(field, Number(event.target.value))))}
      />
    </>
  );
}
