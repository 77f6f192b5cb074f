/** @file The text of a lesson: words that are explained where they stand, and numbers that the page fills in. */
import type { Paragraph, TextPiece } from '../../lessons/lesson.ts';
import type { NumberName } from '../../lessons/number.ts';
import { numberText, sourceText } from '../../store/lessons/numbers.ts';
import { useExperiment, useRun } from '../PageContext.ts';
import { Sentence } from '../terms/Sentence.tsx';

export const Text = ({ paragraphs }: { paragraphs: readonly Paragraph[] }) =>
  paragraphs.map((pieces, place) => (
    <p key={place}>
      <Pieces pieces={pieces} />
    </p>
  ));

interface PiecesProps {
  pieces: Paragraph;
  /** Within a button, where no word can be one. */
  plain?: boolean;
}

export const Pieces = ({ pieces, plain = false }: PiecesProps) =>
  pieces.map((piece, place) =>
    piece.strong ? (
      <b key={place}>
        <OnePiece piece={piece} plain={plain} />
      </b>
    ) : (
      <OnePiece key={place} piece={piece} plain={plain} />
    ),
  );

function OnePiece({ piece, plain }: { piece: TextPiece; plain: boolean }) {
  if ('number' in piece) return <LiveNumber name={piece.number} />;
  return plain ? piece.text : <Sentence>{piece.text}</Sentence>;
}

function LiveNumber({ name }: { name: NumberName }) {
  const experiment = useExperiment((state) => state);
  const text = useRun((run) => numberText(name, run, experiment));
  return text === undefined ? (
    <span className="lesson-number" title="not measured yet">
      –<span className="hidden"> (not measured yet)</span>
    </span>
  ) : (
    <span className="lesson-number">{text}</span>
  );
}

/** Which run the numbers of a text are of; nothing where it has none. */
export function Source({ paragraphs }: { paragraphs: readonly Paragraph[] }) {
  const source = useRun(sourceText);
  const has = paragraphs.some((pieces) =>
    pieces.some((piece) => 'number' in piece && piece.number.of !== 'setting'),
  );
  return has && <p className="lesson-source">{source}</p>;
}
