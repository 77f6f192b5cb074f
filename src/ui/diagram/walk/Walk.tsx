/** @file Slow motion: one training step, told part after part above the diagram, which shows where it is. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { looksOf } from '../../../charts/arms.ts';
import type { ArmSettings } from '../../../config/arms.ts';
import { slowMotionOf } from '../../../store/slowMotion/onPage.ts';
import { partIn, partsOf } from '../../../store/slowMotion/parts.ts';
import { usePage } from '../../PageContext.ts';
import { Icon } from '../../shell/Icon.tsx';
import { Invitation } from './Invitation.tsx';
import { Numbers } from './Numbers.tsx';
import { tell } from './telling.ts';
import { useInSight } from './useInSight.ts';
import { useWalkKeys } from './useWalkKeys.ts';
import './walk.css';

export interface WalkProps {
  /** Of the sentence, which names the diagram. */
  id: string;
  arms: readonly ArmSettings[];
  /** Place of the arm that is told of. */
  followed: number;
}

export default function Walk({ id, arms, followed }: WalkProps) {
  const slowMotion = usePage().part(slowMotionOf);
  const { phase, steps, part: wanted } = useStore(slowMotion.store);
  useWalkKeys(slowMotion);
  const next = useRef<HTMLButtonElement>(null);
  const asked = phase === 'asked';
  // Whoever came by the button, which is gone, is at the next one.
  useEffect(() => {
    if (document.activeElement === document.body) next.current?.focus({ preventScroll: true });
  }, []);
  const step = steps.get(followed);
  const part = step && partIn(step, wanted);
  useInSight(asked ? undefined : part);
  const config = arms[followed]?.config;
  if (phase === 'waiting') return <Invitation id={id} onLeave={slowMotion.leave} />;
  const looks = looksOf(arms);
  const others = [...steps].flatMap(([place, other]) =>
    place === followed ? [] : { label: looks[place]?.label ?? '', step: other },
  );
  const parts = step === undefined ? [] : partsOf(step);
  const place = part === undefined ? -1 : parts.indexOf(part);
  const telling = step && part && config && tell(part, { step, config, others });
  const last = place === parts.length - 1;
  return (
    <div className="walk" role="group" aria-label="Slow motion" data-testid="walk" data-part={part}>
      <div className="walk-telling" aria-live="polite" aria-atomic="true">
        <p className="walk-name">
          <b data-testid="walk-name">{asked ? 'The step' : (telling?.name ?? 'This arm')}</b>
          {!asked && place >= 0 && (
            <span data-testid="walk-place">
              {place + 1} of {parts.length}
            </span>
          )}
        </p>
        <h2 id={id} className="diagram-title walk-sentence" data-testid="walk-sentence">
          {asked
            ? 'One step is being taken, and looked at.'
            : (telling?.sentence ?? 'It has stopped, and has no part in this step: follow another lane.')}
        </h2>
      </div>
      <Numbers telling={asked ? undefined : telling} />
      <div className="walk-bar">
        <button
          type="button"
          className="button"
          aria-disabled={asked || place <= 0}
          onClick={slowMotion.back}
          data-testid="walk-back"
        >
          <Icon name="previous" />
          Back
        </button>
        <button
          type="button"
          ref={next}
          className="button walk-next"
          aria-disabled={asked}
          onClick={slowMotion.next}
          data-testid="walk-next"
        >
          {last ? 'Next step' : 'Next part'}
          <Icon name="next" />
        </button>
        <button
          type="button"
          className="button walk-leave"
          onClick={slowMotion.leave}
          data-testid="walk-leave"
        >
          Leave
        </button>
      </div>
    </div>
  );
}
