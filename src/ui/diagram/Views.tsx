/** @file Part 1: the picture and its partner, and the view that is made of each. */
import type { Answer, ShownImage } from '../../store/inspector/answer.ts';
import { PartHeading } from './Part.tsx';
import { AskAbout, Tile } from './Tile.tsx';
import { viewsText } from './parts.ts';
import { nameParts } from './title.ts';

export function Views({ answer }: { answer: Answer | null }) {
  const own = answer?.images.get(answer.image);
  const partner = answer?.images.get(answer.positive);
  const [first, second] = answer?.views ?? [];
  return (
    <section className="diagram-part" aria-label="Two views">
      <PartHeading number={1} text={viewsText} />
      <Whole className="picture" role="The picture" image={own} epoch={answer?.epoch} />
      <Wire className="wire-picture" />
      <div className="node augmented augmented-first">
        <Tile picture={first} label="View 1, of the picture" />
      </div>
      <Wire className="wire-first" />
      <Whole
        className="partner"
        role="Its partner"
        image={partner}
        epoch={answer?.epoch}
        selfName="the picture itself"
      />
      <Wire className="wire-partner" />
      <div className="node augmented augmented-second">
        <Tile picture={second} label="View 2, of its partner" />
      </div>
      <Wire className="wire-second" />
      {answer !== null && answer.views === null && (
        <p className="views-missing">
          No step of this epoch trains it: it falls into the last, incomplete batch.
        </p>
      )}
    </section>
  );
}

interface WholeProps {
  className: string;
  role: string;
  image: ShownImage | undefined;
  epoch: number | undefined;
  /** What it is called where it is the picture itself. */
  selfName?: string;
}

function Whole({ className, role, image, epoch, selfName }: WholeProps) {
  const { thing, style } = nameParts(image?.name ?? '');
  const name = image?.isSelf === true && selfName !== undefined ? selfName : thing;
  return (
    <figure className={`node whole ${className}`}>
      <AskAbout image={image?.image} epoch={epoch}>
        <Tile picture={image?.picture} label={`${role}: ${name}`} />
      </AskAbout>
      <figcaption>
        <b>{role}</b>
        <span>{name}</span>
        {style !== undefined && name === thing && <small>{style}</small>}
      </figcaption>
    </figure>
  );
}

/** A line with a head, on which a dot runs while the run goes on. */
export const Wire = ({ className }: { className: string }) => (
  <span className={`wire ${className}`} aria-hidden="true">
    <i />
  </span>
);
