/** @file A choice of a few, side by side: buttons of which one is pressed. */
import type { ReactNode } from 'react';

interface Option<Value> {
  value: Value;
  label: ReactNode;
  title?: string;
  testId?: string;
}

interface Props<Value> {
  label: string;
  options: readonly Option<Value>[];
  value: Value;
  onChoose: (value: Value) => void;
}

export function Segment<Value extends string>({ label, options, value, onChoose }: Props<Value>) {
  return (
    <div className="segment" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          title={option.title}
          data-testid={option.testId}
          onClick={() => onChoose(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
