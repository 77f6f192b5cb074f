/** @file A picture of the diagram, or its place; where it can be asked about, a button that opens the inspector. */
import type { ReactNode } from 'react';
import type { Picture } from '../../store/run/album.ts';
import { usePage } from '../PageContext.ts';
import { Thumbnail } from '../explorer/Thumbnail.tsx';

interface Props {
  /** Absent: its place alone. */
  picture: Picture | undefined;
  label: string;
  isSelf?: boolean;
}

export const Tile = ({ picture, label, isSelf = false }: Props) => (
  <span className={`tile ${isSelf ? 'tile-self' : ''}`}>
    {picture !== undefined && <Thumbnail picture={picture} label={label} />}
  </span>
);

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
