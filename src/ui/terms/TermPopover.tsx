/** @file The explanation of a word, above everything else and within the screen. It comes late, with its texts. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { onThePage, plainText, type Word } from '../../glossary/meanings.ts';
import { usePage } from '../PageContext.ts';
import { stretchesOf } from './forms.ts';
import { placeBeside } from './placeBeside.ts';
import { createTermShowing, termTextId, type ShownTerm } from './shownTerm.ts';

/** The words of the glossary in the name of a metric or a setting. */
const wordsIn = (label: string): Word[] =>
  stretchesOf(label).flatMap(({ of }) => (typeof of === 'string' ? of : []));

const Meaning = ({ word }: { word: Word }) => (
  <p>
    <b>{word}</b> {plainText(onThePage[word])}
  </p>
);

export default function TermPopover({ of, anchor }: ShownTerm) {
  const { leave, stay, hide } = usePage().part(createTermShowing);
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    // In the browser's top layer nothing covers it, and nothing it stands in clips it.
    current.showPopover();
    const place = () => {
      const { left, top } = placeBeside(anchor.getBoundingClientRect(), current.getBoundingClientRect(), {
        width: document.documentElement.clientWidth,
        height: innerHeight,
      });
      current.style.left = `${left}px`;
      current.style.top = `${top}px`;
    };
    place();
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    };
  }, [anchor, of]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // It closes this alone, and not what the word stands in.
      event.preventDefault();
      event.stopPropagation();
      hide();
    };
    const onPress = ({ target }: PointerEvent) => {
      const elsewhere = target instanceof Node && !anchor.contains(target) && !box.current?.contains(target);
      if (elsewhere) hide();
    };
    addEventListener('keydown', onKey, { capture: true });
    addEventListener('pointerdown', onPress, { capture: true });
    return () => {
      removeEventListener('keydown', onKey, { capture: true });
      removeEventListener('pointerdown', onPress, { capture: true });
    };
  }, [anchor, hide]);

  // In the landmark of its word; beside a modal dialog all else is inert.
  const within = anchor.closest('dialog, main, aside') ?? document.body;
  return createPortal(
    <div
      ref={box}
      popover="manual"
      className="term-popover"
      role="tooltip"
      id={termTextId}
      data-testid="term-popover"
      onPointerEnter={stay}
      onPointerLeave={leave}
    >
      {typeof of === 'string' ? (
        <Meaning word={of} />
      ) : (
        <>
          <p>
            <b>{of.label}</b> {of.help}
          </p>
          {wordsIn(of.label).map((word) => (
            <Meaning key={word} word={word} />
          ))}
        </>
      )}
    </div>,
    within,
  );
}
