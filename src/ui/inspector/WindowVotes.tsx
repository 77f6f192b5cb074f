/** @file The window: the image's nearest in each of its epochs. */
import { useId } from 'react';
import type { Answer } from '../../store/inspector/answer.ts';
import type { Ballot } from '../../protocol/inspection.ts';
import { neighbourMark, neighbourText } from '../explorer/marks.ts';
import { Sentence } from '../terms/Sentence.tsx';
import { Term } from '../terms/Term.tsx';
import { Thumbnail } from '../explorer/Thumbnail.tsx';
import { count, fixed } from '../../metrics/format.ts';

export function WindowVotes({ answer }: { answer: Answer }) {
  const titleId = useId();
  const { ballots, windowLength } = answer;
  const ranks = Math.max(1, ...ballots.map(({ neighbours }) => neighbours.length));
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId}>
        <Sentence>The window</Sentence> <small>{`${ballots.length} of ${windowLength} epochs`}</small>
      </h3>
      <div className="window-votes">
        <table aria-labelledby={titleId} data-testid="window-votes">
          <thead>
            <tr>
              {ballots.map(({ epoch }) => (
                <th key={epoch} scope="col">
                  epoch {count(epoch + 1)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: ranks }, (_, rank) => (
              <tr key={rank}>
                {ballots.map((ballot) => (
                  <Vote key={ballot.epoch} answer={answer} ballot={ballot} rank={rank} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Vote({ answer, ballot, rank }: { answer: Answer; ballot: Ballot; rank: number }) {
  const neighbour = ballot.neighbours[rank];
  const image = neighbour && answer.images.get(neighbour.image);
  if (neighbour === undefined || image === undefined)
    return (
      <td>
        {rank === 0 && (
          <small>
            <Term of="left out" />
          </small>
        )}
      </td>
    );
  const text = neighbourText({ ...image, similarity: neighbour.similarity }, rank + 1);
  return (
    <td>
      <span className="vote" title={text}>
        <span className={`neighbour mark-${neighbourMark(image)}`}>
          <Thumbnail picture={image.picture} label={text} />
        </span>
        {fixed(neighbour.similarity, 2)}
      </span>
    </td>
  );
}
