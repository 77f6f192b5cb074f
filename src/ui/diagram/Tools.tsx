/** @file What can be done with the picture that the diagram shows: walk through a step with it, hold it, change it. */
import type { RefObject } from 'react';
import { useStore } from 'zustand';
import { scenesOf } from '../../store/scene/onPage.ts';
import { usePage } from '../PageContext.ts';
import { Icon } from '../shell/Icon.tsx';

export function Tools({ slowMotion }: { slowMotion: RefObject<HTMLButtonElement | null> }) {
  const page = usePage();
  const { store, toggleHold, showOther } = page.part(scenesOf);
  const { scene, held } = useStore(store);
  return (
    <div className="diagram-tools">
      <button
        ref={slowMotion}
        type="button"
        className="button small"
        title="Walk through the parts of one training step (M)"
        onClick={() => page.view.showSlowMotion(true)}
        data-testid="slow-motion"
      >
        <Icon name="step" />
        <span>Slow motion</span>
      </button>
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
  );
}
