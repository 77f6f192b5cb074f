/** @file A number: a slider for exploring, a box for saying exactly. */
import { useState } from 'react';
import { withoutCommas } from '../../config/commas.ts';
import type { NumberField } from '../../config/fields.ts';
import { typed } from '../../metrics/format.ts';
import { filledShare, onStep, positionOf, sliderRange, valueAtPosition } from './sliderScale.ts';

interface Props {
  id: string;
  field: NumberField;
  value: number;
  invalid: boolean;
  described: string | undefined;
  onSet: (text: string) => void;
  /** It stays as it is, whatever was typed before. */
  onKeep: () => void;
}

/** What a decimal comma means; where a comma may as well group thousands, it is left for the setting to refuse. */
function plain(text: string): string {
  const [reading = text, ...others] = withoutCommas(text);
  return others.length > 0 ? text : reading;
}

export function NumberControl({ id, field, value, invalid, described, onSet, onKeep }: Props) {
  // What is being typed; null while the box shows the setting itself.
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    setDraft(null);
    if (draft === null || draft.trim() === typed(value)) onKeep();
    else onSet(plain(draft));
  };
  const range = sliderRange(field);
  const position = onStep(range, positionOf(field, value));
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
          onBlur={() => {
            if (draft !== null) commit();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') {
              setDraft(null);
              onKeep();
            }
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
        value={position}
        style={{ '--filled': `${100 * filledShare(range, position)}%` }}
        onChange={(event) => onSet(typed(valueAtPosition(field, Number(event.target.value))))}
      />
    </>
  );
}
