/** @file A slider through the epochs so far; at its right end it follows the run. */
import { useId } from 'react';

interface Props {
  /** Which of the epochs is shown, from `oldest` to `newest`. */
  index: number;
  oldest?: number;
  newest: number;
  /** "after epoch 5" */
  when: string;
  /** "of 12", where it is not the newest. */
  ofAll: string;
  /** What the newest is called. */
  newestWord?: string;
  testId: string;
  /** Null follows the newest. */
  onTurn: (index: number | null) => void;
}

export function Scrubber({
  index,
  oldest = 0,
  newest,
  when,
  ofAll,
  newestWord = 'newest',
  testId,
  onTurn,
}: Props) {
  const id = useId();
  const single = newest === oldest;
  return (
    <div className="scrubber">
      <label htmlFor={id}>
        {when}
        <small>{index === newest ? ` ${newestWord}` : ` ${ofAll}`}</small>
      </label>
      <input
        id={id}
        type="range"
        data-testid={testId}
        min={oldest}
        max={single ? oldest + 1 : newest}
        step={1}
        value={single ? oldest + 1 : index}
        disabled={single}
        aria-valuetext={when}
        style={{ '--filled': `${single ? 100 : (100 * (index - oldest)) / (newest - oldest)}%` }}
        onChange={({ target }) => onTurn(Number(target.value) >= newest ? null : Number(target.value))}
      />
    </div>
  );
}
