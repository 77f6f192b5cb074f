/** @file Beside the map: the picture that is looked at, what the networks see in it, why it has its pair, and the brush. */
import { placeLookedAt } from '../../../store/view/lookedAt.ts';
import { LateLooks } from '../../attention/LateLooks.ts';
import { Inspector } from '../../inspector/Inspector.tsx';
import { useInspector, useRun, useView } from '../../PageContext.ts';
import { useMapState } from '../useMap.ts';
import { Brushed } from './Brushed.tsx';
import { Chosen } from './Chosen.tsx';
import { Compared } from './Compared.tsx';
import { HowTo } from './HowTo.tsx';

export function MapPanel({ narrow }: { narrow: boolean }) {
  const chosen = useMapState((map) => map.chosen);
  const recorded = useRun(({ phase }) => phase === 'recorded');
  const brushed = useMapState((map) => map.brushed.length > 0);
  return (
    <aside className="map-panel" aria-label="The pictures of the map">
      {chosen === null ? <HowTo recorded={recorded} /> : <Chosen image={chosen} />}
      {chosen !== null && <Compared image={chosen} />}
      {chosen !== null && !recorded && <Seen image={chosen} />}
      {brushed && <Brushed />}
      <Inspector narrow={narrow} />
    </aside>
  );
}

/** The inspector has it too: it stands once. */
function Seen({ image }: { image: number }) {
  const inspected = useInspector((inspector) => inspector.image !== null);
  const arms = useRun((run) => run.arms.length);
  const arm = useView((view) => placeLookedAt(arms, view));
  if (inspected) return null;
  return (
    <div className="card map-seen">
      <LateLooks image={image} arm={arm} />
    </div>
  );
}
