/**
 * @file The living diagram: one real picture on its way through the method, in every arm of the run. A loop: what the
 * memory holds decides who gives the second view next time.
 */
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { looksOf } from '../../charts/arms.ts';
import { scenesOf } from '../../store/scene/onPage.ts';
import { slowMotionOf } from '../../store/slowMotion/onPage.ts';
import { partIn } from '../../store/slowMotion/parts.ts';
import { usePage, useRun, useView } from '../PageContext.ts';
import { late } from '../late/late.tsx';
import { Gate } from './Gate.tsx';
import { Memory } from './Memory.tsx';
import { Networks } from './Networks.tsx';
import { Title } from './Title.tsx';
import { Tools } from './Tools.tsx';
import { Views } from './Views.tsx';
import { Votes } from './Votes.tsx';
import { armVariables } from './armVariables.ts';
import { useArms } from './useArms.ts';
import type { WalkProps } from './walk/Walk.tsx';
import './diagram.css';
import './views.css';
import './networks.css';
import './memory.css';
import './votes.css';
import './gate.css';
import './narrow.css';
import './motion.css';

const Walk = late<WalkProps>({
  name: 'Slow motion',
  load: () => import('./walk/Walk.tsx'),
  meanwhile: ({ id }) => (
    <h2 id={id} className="diagram-title">
      Slow motion
    </h2>
  ),
  place: (trouble, { id }) => <WalkInstead id={id}>{trouble}</WalkInstead>,
});

function WalkInstead({ id, children }: { id: string; children: ReactNode }) {
  const { showSlowMotion } = usePage().view;
  return (
    <div className="walk-instead">
      <h2 id={id} className="diagram-title">
        Slow motion
      </h2>
      {children}
      <button type="button" className="button small" onClick={() => showSlowMotion(false)}>
        Leave
      </button>
    </div>
  );
}

export default function Diagram() {
  const page = usePage();
  const { store } = page.part(scenesOf);
  const { scene, held } = useStore(store);
  const { arms, followed } = useArms();
  const slow = useView((view) => view.slowMotion);
  const walk = useStore(page.part(slowMotionOf).store);
  const step = walk.phase === 'told' ? walk.steps.get(followed) : undefined;
  const training = useRun(({ phase }) => phase === 'training');
  const images = useRun((run) => run.arms[0]?.shape?.trainImages ?? null);
  const titleId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const walked = useRef(false);
  // What had the focus goes with the walk.
  useEffect(() => {
    if (!slow && walked.current && document.activeElement === document.body) button.current?.focus();
    walked.current = slow;
  }, [slow]);
  const answer = scene?.answers[followed] ?? null;
  const config = arms[followed]?.config;
  const look = looksOf(arms)[followed];
  if (config === undefined || look === undefined) return null;
  const place = { '--lane': followed, '--lanes': arms.length };
  return (
    <section
      className="card diagram"
      aria-labelledby={titleId}
      data-testid="diagram"
      data-image={scene?.image}
      data-live={training}
      data-told={step && partIn(step, walk.part)}
      style={{ ...armVariables(look.style), ...place }}
    >
      <header className="diagram-head">
        {slow ? (
          <Walk id={titleId} arms={arms} followed={followed} />
        ) : (
          <Title id={titleId} answer={answer} hasScene={scene !== null} announced={held} />
        )}
        {!slow && <Tools slowMotion={button} />}
      </header>
      <div className="stage">
        <Views answer={answer} />
        <Networks config={config} outputs={answer?.outputs ?? null} />
        <span className="kept">
          <span>what it saw is kept</span>
        </span>
        <Memory answer={answer} images={images} />
        <Votes answer={answer} windowLength={config.bootstrap.window} />
        <Gate arms={arms} followed={followed} scene={scene} />
        <span className="loop" aria-hidden="true">
          {scene !== null && <i key={`${scene.image} ${scene.epoch} ${followed}`} />}
        </span>
      </div>
    </section>
  );
}
