/** @file The sentence above the diagram. It is announced where the person holds the picture, or asked for it. */
import type { Answer } from '../../store/inspector/answer.ts';
import { usePlayback, useRun } from '../PageContext.ts';
import { titleOf, type Piece } from './title.ts';

interface Props {
  id: string;
  answer: Answer | null;
  hasScene: boolean;
  announced: boolean;
}

export function Title({ id, answer, hasScene, announced }: Props) {
  const phase = useRun((run) => run.phase);
  const coming = usePlayback((playback) => playback.coming || playback.scenes === 'coming');
  const pieces: readonly Piece[] =
    answer === null ? [silence(coming ? 'coming' : phase, hasScene)] : titleOf(answer);
  return (
    <h2
      id={id}
      className="diagram-title"
      aria-live={announced ? 'polite' : 'off'}
      data-testid="diagram-title"
    >
      {pieces.map((piece, place) =>
        typeof piece === 'string' ? (
          piece
        ) : 'bold' in piece ? (
          <b key={place}>{piece.bold}</b>
        ) : (
          <em key={place}>{piece.gate}</em>
        ),
      )}
    </h2>
  );
}

/** While there is nothing to tell of a picture. */
function silence(phase: string, hasScene: boolean): string {
  if (hasScene) return 'This arm has stopped; the others go on.';
  switch (phase) {
    case 'idle':
      return 'How one picture learns from another: press Play, and real ones come here.';
    case 'recorded':
      return 'How one picture learns from another: train live, and real ones come here.';
    case 'failed':
      return 'The run has failed before it had a picture to show.';
    default:
      return 'The pictures are on their way.';
  }
}
