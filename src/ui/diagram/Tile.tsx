/** @file A picture of the diagram, or its place; where it can be asked about, a button that opens the inspector. */
import { useState, type ReactNode } from 'react';
import type { Picture } from '../../store/run/album.ts';
import { usePage } from '../PageContext.ts';
import { Thumbnail } from '../explorer/Thumbnail.tsx';

interface Props {
  /** Absent: its place alone. */
  picture: Picture | undefined;
  label: string;
  isSelf?: boolean;
}

export function Tile({ picture, label, isSelf = false }: Props) {
  const [{ now, before, turn }, setShown] = useState({ now: picture, before: picture, turn: 0 });
  // The same pixels may come anew: those do not fade.
  if (!isSame(picture, now)) setShown({ now: picture, before: now, turn: turn + 1 });
  return (
    <span className={`tile ${isSelf ? 'tile-self' : ''}`}>
      {turn > 0 && before !== undefined && (
        <span className="tile-before" aria-hidden="true">
          <Thumbnail picture={before} label="" />
        </span>
      )}
      {picture !== undefined && (
        <span key={turn} className={turn > 0 ? 'tile-now' : ''}>
          <Thumbnail picture={picture} label={label} />
        </span>
      )}
    </span>
  );
}

const isSame = (a: Picture | undefined, b: Picture | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.size === b.size &&
    a.rgba.every((value, place) => value === b.rgba[place]));

interface AskProps {
  /** Index in the training set; absent while there is nothing to ask about. */
  image: number | undefined;
  epoch: number | undefined;
  children: ReactNode;
}

export function AskAbout({ image, epoch, children }: AskProps) {
  const { inspectImage } = usePage().inspector;
  if (image === undefined || epoch === undefined) return <span className="ask">{children}</span>;
  return (
    <button
      type="button"
      className="ask"
      title="Why this pair?"
      data-image={image}
      onClick={() => inspectImage(image, epoch)}
    >
      {children}
    </button>
  );
}
