/** @file Beside the map: the picture that is looked at, why it has its pair, and what is in the brush. */
import { Inspector } from '../../inspector/Inspector.tsx';
import { useRun } from '../../PageContext.ts';
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
      {chosen === null || recorded ? <HowTo /> : <Chosen image={chosen} />}
      {chosen !== null && <Compared image={chosen} />}
      {brushed && <Brushed />}
      <Inspector narrow={narrow} />
    </aside>
  );
}
