/** @file The pair inspector beside the gallery. It takes the focus when it opens, and gives it back. */
import { useEffect, useId, useRef } from 'react';
import { usePage } from '../PageContext.ts';
import { Icon } from '../shell/Icon.tsx';
import PairInspector from './PairInspector.tsx';

export default function InspectorPanel() {
  const { close } = usePage().inspector;
  const titleId = useId();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    title.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <section
      className="card inspector"
      aria-labelledby={titleId}
      data-testid="inspector"
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <header className="question-head">
        <h2 ref={title} id={titleId} tabIndex={-1}>
          Why this pair?
        </h2>
        <button
          type="button"
          className="button icon-only small"
          aria-label="Close"
          data-testid="close-inspector"
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </header>
      <PairInspector />
    </section>
  );
}
