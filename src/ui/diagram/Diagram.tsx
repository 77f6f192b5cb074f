/**
 * @file The living diagram: one real picture on its way through the method, in every arm of the run. A loop: what the
 * memory holds decides who gives the second view next time.
 */
import { useId } from 'react';
import { useStore } from 'zustand';
import { looksOf } from '../../charts/arms.ts';
import { scenesOf } from '../../store/scene/onPage.ts';
import { usePage, useRun } from '../PageContext.ts';
import { Icon } from '../shell/Icon.tsx';
import { Gate } from './Gate.tsx';
import { Memory } from './Memory.tsx';
import { Networks } from './Networks.tsx';
import { Title } from './Title.tsx';
import { Views } from './Views.tsx';
import { Votes } from './Votes.tsx';
import { armVariables } from './armVariables.ts';
import { useArms } from './useArms.ts';
import './diagram.css';

export default function Diagram() {
  const { store, toggleHold, showOther } = usePage().part(scenesOf);
  const { scene, held } = useStore(store);
  const { arms, followed } = useArms();
  const training = useRun(({ phase }) => phase === 'training');
  const images = useRun((run) => run.arms[0]?.shape?.trainImages ?? null);
  const titleId = useId();
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
      style={{ ...armVariables(look.style), ...place }}
    >
      <header className="diagram-head">
        <Title id={titleId} answer={answer} hasScene={scene !== null} announced={held} />
        <div className="diagram-tools">
          <button
            type="button"
            className="button small"
            aria-pressed={held}
            disabled={scene === null}
            onClick={toggleHold}
            data-testid="hold"
          >
            <Icon name={held ? 'play' : 'pause'} />
            <span>Hold</span>
          </button>
          <button
            type="button"
            className="button small icon-only"
            title="Another picture"
            aria-label="Another picture"
            disabled={scene === null}
            onClick={showOther}
            data-testid="other"
          >
            <Icon name="seed" />
          </button>
        </div>
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
        <span className="loop" aria-hidden="true" />
      </div>
    </section>
  );
}
