/** @file What the keys do on the map, as buttons over its corner. */
import { Icon, type IconName } from '../shell/Icon.tsx';
import type { MapStage } from './stage.ts';
import { useMap, useMapState } from './useMap.ts';

export function MapButtons({ stage }: { stage: MapStage }) {
  const { setBrushing } = useMap();
  const brushing = useMapState((map) => map.brushing);
  return (
    <div className="map-buttons" role="group" aria-label="The view of the map">
      <button
        type="button"
        className="button icon-only"
        aria-label="Brush"
        title="Brush: draw around pictures (B)"
        aria-pressed={brushing}
        data-testid="map-brush"
        onClick={() => setBrushing(!brushing)}
      >
        <Icon name="brush" />
      </button>
      <Plain icon="zoomIn" label="Zoom in" sign="+" onPress={() => stage.press({ does: 'in' })} />
      <Plain icon="zoomOut" label="Zoom out" sign="−" onPress={() => stage.press({ does: 'out' })} />
      <Plain icon="whole" label="The whole map" sign="0" onPress={() => stage.press({ does: 'whole' })} />
    </div>
  );
}

function Plain(props: { icon: IconName; label: string; sign: string; onPress: () => void }) {
  const { icon, label, sign, onPress } = props;
  return (
    <button
      type="button"
      className="button icon-only"
      aria-label={label}
      title={`${label} (${sign})`}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}
