/** @file One map: over the picture as a veil, or alone. The places of a picture are enlarged, not smoothed. */
import { memo, useEffect, useRef } from 'react';
import type { ShownLook } from '../../store/attention/shownLook.ts';
import type { Picture } from '../../store/run/album.ts';
import { heat, veil } from './paint.ts';

export type MapManner = 'over' | 'alone';

/** A picture pixel by pixel. What it shows is said by what is around it. */
export const Pixels = memo(function Pixels({ picture: { size, rgba } }: { picture: Picture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(rgba, size, size), 0, 0);
  }, [rgba, size]);
  return <canvas ref={canvas} className="look-pixels" width={size} height={size} aria-hidden="true" />;
});

interface LayersProps {
  look: Pick<ShownLook, 'picture' | 'size' | 'covered' | 'side'>;
  /** Of each place, from 0 to 1. */
  brightness: Float64Array;
  manner: MapManner;
}

/** The picture, if it is to be seen, and over it the map. */
export function Layers({ look, brightness, manner }: LayersProps) {
  const rgba = manner === 'over' ? veil(brightness) : heat(brightness);
  return (
    <>
      {manner === 'over' && <Pixels picture={look.picture} />}
      <PlaceLayer look={look} rgba={rgba} whole={manner === 'alone'} />
    </>
  );
}

interface PlaceLayerProps {
  look: Pick<ShownLook, 'size' | 'covered' | 'side'>;
  rgba: Picture['rgba'];
  /** It fills the figure, where there is no picture of which it covers a part. */
  whole: boolean;
}

export function PlaceLayer({ look: { size, covered, side }, rgba, whole }: PlaceLayerProps) {
  const share = whole ? '100%' : `${(100 * covered) / size}%`;
  return (
    <span className="look-places" style={{ width: share, height: share, '--side': side }}>
      <Pixels picture={{ size: side, rgba }} />
    </span>
  );
}
