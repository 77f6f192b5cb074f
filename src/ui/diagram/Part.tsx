/** @file The heading of a numbered part. What it is for appears on hover, on focus and on touch. */
import { useId } from 'react';
import type { PartText } from './parts.ts';

interface Props {
  number: number;
  text: PartText;
}

export function PartHeading({ number, text: { name, line, help } }: Props) {
  const helpId = useId();
  return (
    <h3 className={`part part-${number}`}>
      <button
        type="button"
        aria-describedby={helpId}
        onKeyDown={({ key, currentTarget }) => key === 'Escape' && currentTarget.blur()}
      >
        <span className="part-number">{number}</span>
        <b>{name}</b> <span className="part-line">{line}</span>
      </button>
      <span role="tooltip" id={helpId} className="part-help">
        {help}
      </span>
    </h3>
  );
}
