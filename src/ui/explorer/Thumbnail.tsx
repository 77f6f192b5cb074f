/** @file One picture of the gallery, painted from its pixels. */
import { memo, useEffect, useRef } from 'react';
import type { Picture } from '../../store/run/album.ts';

export const Thumbnail = memo(function Thumbnail({ picture, label }: { picture: Picture; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { size, rgba } = picture;
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(rgba, size, size), 0, 0);
  }, [rgba, size]);
  return (
    <canvas ref={canvas} className="thumbnail" width={size} height={size} role="img" aria-label={label} />
  );
});
