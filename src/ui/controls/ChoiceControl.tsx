/** @file A choice of a few: radio buttons that look like one control. */
import { Sentence } from '../terms/Sentence.tsx';
import type { ChoiceField } from '../../config/fields.ts';

interface Props {
  id: string;
  field: Pick<ChoiceField, 'label' | 'options'>;
  value: string;
  described: string;
  onSet: (value: string) => void;
}

export function ChoiceControl({ id, field, value, described, onSet }: Props) {
  const current = field.options.find((option) => option.value === value);
  return (
    <>
      <div className="choice" role="radiogroup" aria-labelledby={`${id}-label`} aria-describedby={described}>
        {field.options.map((option, index) => (
          <label key={option.value} title={option.help}>
            <input
              id={index === 0 ? id : undefined}
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onSet(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {current?.help !== undefined && (
        <p className="choice-help">
          <Sentence>{current.help}</Sentence>
        </p>
      )}
    </>
  );
}
