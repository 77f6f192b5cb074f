/** @file The grip of the sheet: pulled up it takes most of the screen, pulled down half of it; a press does the same. */
import { useRef } from 'react';

interface Props {
  tall: boolean;
  onTurn: (tall: boolean) => void;
}

/** A finger that moves less has pressed. */
const PULL_PX = 24;

export function Grip({ tall, onTurn }: Props) {
  const from = useRef<number | null>(null);
  const pulled = useRef(false);
  return (
    <button
      type="button"
      className="lesson-grip"
      aria-label={tall ? 'Make the lesson smaller' : 'Make the lesson larger'}
      aria-expanded={tall}
      data-testid="lesson-grip"
      onPointerDown={({ clientY, currentTarget, pointerId }) => {
        from.current = clientY;
        pulled.current = false;
        currentTarget.setPointerCapture(pointerId);
      }}
      onPointerUp={({ clientY }) => {
        const by = from.current === null ? 0 : from.current - clientY;
        from.current = null;
        pulled.current = Math.abs(by) >= PULL_PX;
        if (pulled.current) onTurn(by > 0);
      }}
      onClick={() => {
        // The click that ends a pull has been heard.
        if (!pulled.current) onTurn(!tall);
        pulled.current = false;
      }}
    >
      <i aria-hidden="true" />
    </button>
  );
}
