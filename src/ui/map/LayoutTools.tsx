/** @file The map as its axes have it, or as UMAP lays it out: asked for, under way, or there. */
import { percent } from '../../metrics/format.ts';
import { useArm, useFrame, useLayout, useLayouts, useLayoutsState } from './useMap.ts';

export function LayoutTools() {
  const { show, request, cancel } = useLayouts();
  const arm = useArm();
  const layout = useLayout();
  const known = useLayoutsState(({ layouts }) => layouts.has(arm));
  const work = useLayoutsState((state) => (state.work?.arm === arm ? state.work : null));
  const frame = useFrame();
  const busy = work !== null && work.phase !== 'failed';
  const press = () => {
    if (busy) cancel();
    else if (known) show(true);
    else request(arm);
  };
  return (
    <div className="segment" role="group" aria-label="Layout" data-work={work?.phase}>
      <button type="button" aria-pressed={layout === undefined} onClick={() => show(false)}>
        PCA
      </button>
      <button
        type="button"
        aria-pressed={layout !== undefined}
        title={busy ? 'Stop' : 'A layout by nearest neighbours, of the network as it is now'}
        data-testid="map-umap"
        disabled={frame === undefined}
        onClick={press}
      >
        UMAP{busy && ` ${work.phase === 'made' ? percent(work.share) : '…'}`}
      </button>
    </div>
  );
}
