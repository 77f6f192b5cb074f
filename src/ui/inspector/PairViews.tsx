/** @file The two views of the pair, and what its positive has to do with the image. */
import type { ReactNode } from 'react';
import type { Answer, ShownImage } from '../../store/inspector/answer.ts';
import type { Picture } from '../../store/run/album.ts';
import { useRun } from '../PageContext.ts';
import { Sentence } from '../terms/Sentence.tsx';
import { Thumbnail } from '../explorer/Thumbnail.tsx';
import { markNames, neighbourMark } from '../explorer/marks.ts';
import { turnText } from './words.ts';

export function PairViews({ answer }: { answer: Answer }) {
  const done = useRun((run) => run.step);
  const shape = useRun(({ arms }) => arms[answer.arm]?.shape);
  const own = answer.images.get(answer.image);
  const positive = answer.images.get(answer.positive);
  if (own === undefined || positive === undefined) return null;
  // A pair that no step trains has no views: then the images themselves stand for it.
  const [first, second] = answer.views ?? [own.picture, positive.picture];
  const of = answer.views === null ? '' : 'view 1 of ';
  return (
    <div className="pair" data-testid="pair" data-positive={answer.positive}>
      <div className="pair-views">
        <View
          picture={first}
          caption={`${of}image ${own.image}`}
          detail={<Naming image={own} arm={answer.arm} />}
        />
        <span className="pair-arrow" aria-hidden="true">
          →
        </span>
        <View
          picture={second}
          caption={`${of === '' ? '' : 'view 2 of '}${positive.isSelf ? 'the image itself' : `image ${positive.image}`}`}
          detail={positive.isSelf ? null : <Naming image={positive} arm={answer.arm} />}
        />
      </div>
      <p className="inspector-note">
        <Sentence>{turnText(answer.step, done, shape?.totalSteps ?? 0)}</Sentence>
      </p>
    </div>
  );
}

function View(props: { picture: Picture; caption: string; detail: ReactNode }) {
  const { picture, caption, detail } = props;
  return (
    <figure className="view">
      <Thumbnail picture={picture} label={caption} />
      <figcaption>
        <span>
          <Sentence>{caption}</Sentence>
        </span>
        {detail}
      </figcaption>
    </figure>
  );
}

/** What an image shows, its label, and what it has to do with the inspected one. */
function Naming({ image, arm }: { image: ShownImage; arm: number }) {
  const label = useRun(({ arms }) => arms[arm]?.shape?.classNames[image.label] ?? '');
  const dataset = useRun(({ arms }) => arms[arm]?.config.data);
  return (
    <>
      <b>{image.name}</b>
      {label !== image.name && <span>{label}</span>}
      {dataset !== undefined && !image.isSelf && <span>{markNames(dataset)[neighbourMark(image)]}</span>}
    </>
  );
}
