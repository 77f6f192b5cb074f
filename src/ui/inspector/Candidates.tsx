/** @file The images with the most votes, as bars, and how likely each is drawn. */
import { useId } from 'react';
import { fixed, percent } from '../../metrics/format.ts';
import type { Candidate } from '../../protocol/inspection.ts';
import type { Answer } from '../../store/inspector/answer.ts';
import { usePage, useRun } from '../PageContext.ts';
import { Sentence } from '../terms/Sentence.tsx';
import { Thumbnail } from '../explorer/Thumbnail.tsx';
import { markNames, neighbourMark } from '../explorer/marks.ts';
import { votesFor } from './words.ts';

export function Candidates({ answer }: { answer: Answer }) {
  const titleId = useId();
  const { candidates, reason, settings } = answer;
  const drawn = reason === 'drawn';
  const most = candidates[0]?.score ?? 0;
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId}>Most votes</h3>
      <p className="inspector-note">
        <Sentence>Votes are the cosines of the window, added up, and a bar’s length.</Sentence>{' '}
        {drawn
          ? `Each is drawn as likely as the softmax of votes/W at τ ${String(settings.temperature)} says.`
          : 'Nothing is drawn from them.'}
      </p>
      <ol className="candidates">
        {candidates.map((candidate) => (
          <Row key={candidate.image} {...{ answer, candidate, drawn, most }} />
        ))}
      </ol>
    </section>
  );
}

interface RowProps {
  answer: Answer;
  candidate: Candidate;
  drawn: boolean;
  /** Votes of the first. */
  most: number;
}

function Row({ answer, candidate, drawn, most }: RowProps) {
  const { inspectImage } = usePage().inspector;
  const dataset = useRun(({ arms }) => arms[answer.arm]?.config.data);
  const image = answer.images.get(candidate.image);
  if (image === undefined || dataset === undefined) return null;
  const { probability, score } = candidate;
  const mark = neighbourMark(image);
  const taken = drawn && candidate.image === answer.positive;
  const { epochs } = votesFor(candidate.image, answer.ballots);
  return (
    <li
      className={`candidate ${taken ? 'taken' : ''}`}
      data-image={image.image}
      data-probability={probability}
    >
      <button
        type="button"
        className={`neighbour mark-${mark}`}
        title={`Image ${image.image}: ${image.name}`}
        onClick={() => inspectImage(image.image)}
      >
        <Thumbnail picture={image.picture} label={`Image ${image.image}: ${image.name}`} />
      </button>
      <span className="candidate-name">
        <span>
          image {image.image}
          {taken && <b className="tag">drawn</b>}
        </span>
        <small>{markNames(dataset)[mark]}</small>
      </span>
      <span className="candidate-votes">
        {fixed(score, 2)}
        <small>
          {' '}
          votes, {epochs} of {answer.windowLength}
        </small>
      </span>
      <span className="bar" aria-hidden="true">
        <i className={mark === 'self' ? 'self' : ''} style={{ width: `${(100 * score) / most}%` }} />
      </span>
      <span className="chance">{drawn ? percent(probability) : ''}</span>
    </li>
  );
}
