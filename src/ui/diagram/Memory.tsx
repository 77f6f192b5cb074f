/** @file Part 3: who is nearest in the memory, with the cosines of the last epoch. */
import { fixed } from '../../metrics/format.ts';
import type { Answer } from '../../store/inspector/answer.ts';
import { neighbourText } from '../explorer/marks.ts';
import { PartHeading } from './Part.tsx';
import { AskAbout, Tile } from './Tile.tsx';
import { memoryText } from './parts.ts';

/** Neighbours that there is room for. */
const MOST = 5;

interface Props {
  answer: Answer | null;
  /** Pictures in the memory; null before that is known. */
  images: number | null;
}

export function Memory({ answer, images }: Props) {
  const nearest = answer?.ballots.at(-1)?.neighbours.slice(0, MOST) ?? [];
  return (
    <section className="diagram-part memory" aria-label="Memory">
      <PartHeading number={3} text={memoryText(images)} />
      {nearest.length === 0 ? (
        <Empty answer={answer} />
      ) : (
        <ol className="nearest">
          {nearest.map(({ image, similarity }, place) => {
            const shown = answer?.images.get(image);
            if (shown === undefined) return null;
            return (
              <li key={image} title={neighbourText({ ...shown, similarity }, place + 1)}>
                <AskAbout image={image} epoch={answer?.epoch}>
                  <Tile
                    picture={shown.picture}
                    label={shown.isSelf ? 'itself' : shown.name}
                    isSelf={shown.isSelf}
                  />
                </AskAbout>
                <span className="nearest-bar" aria-hidden="true">
                  <i style={{ transform: `scaleX(${Math.max(0, similarity).toFixed(4)})` }} />
                </span>
                <span className="nearest-cosine">
                  {fixed(similarity, 2)}
                  {shown.isSelf && <b> itself</b>}
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

function Empty({ answer }: { answer: Answer | null }) {
  return (
    <div className="part-empty">
      <span className="tile-row" aria-hidden="true">
        {Array.from({ length: MOST }, (_, place) => (
          <Tile key={place} picture={undefined} label="" />
        ))}
      </span>
      <p>
        {answer === null || answer.ballots.length === 0
          ? 'Who is nearest is recorded from the first epoch on.'
          : 'The last epoch left this picture out.'}
      </p>
    </div>
  );
}
