/**
 * @file What the networks look at in an image: attention of [CLS] for each head, parts by colour, and what is alike. For
 * any place of the page: all that it needs is the image, and whose networks are meant.
 */
import { useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { count, percent } from '../../metrics/format.ts';
import { looksOf } from '../../store/attention/onPage.ts';
import { lookKey } from '../../store/attention/looks.ts';
import type { ShownLook } from '../../store/attention/shownLook.ts';
import { hasRun } from '../../store/run/runState.ts';
import { usePage, useRun } from '../PageContext.ts';
import { Sentence } from '../terms/Sentence.tsx';
import { LookTable } from './LookTable.tsx';
import { PatchChooser } from './PatchChooser.tsx';
import type { MapManner } from './PlaceFigure.tsx';
import './looksAt.css';

export interface LooksAtProps {
  /** Index in the training set. */
  image: number;
  /** The arm's place. */
  arm: number;
}

/** For so many there is room. */
const FEW_HEADS = 2;

const MANNERS = [
  { manner: 'over', label: 'over the picture' },
  { manner: 'alone', label: 'alone' },
] as const;

export default function LooksAt({ image, arm }: LooksAtProps) {
  const id = useId();
  const [manner, setManner] = useState<MapManner>('over');
  const answer = useLook(image, arm);
  const silence = useSilence(arm);
  return (
    <section className="looks-at" aria-labelledby={id} data-testid="looks-at" data-step={answer?.step}>
      <header className="looks-at-head">
        <h3 id={id}>What it looks at</h3>
        {silence === undefined && (
          <div className="choice" role="radiogroup" aria-label="Show it">
            {MANNERS.map(({ manner: one, label }) => (
              <label key={one}>
                <input
                  type="radio"
                  name={`${id}-manner`}
                  checked={manner === one}
                  onChange={() => setManner(one)}
                />
                <span>{label}</span>
              </label>
            ))}
          </div>
        )}
      </header>
      {silence !== undefined ? (
        <p className="look-note">{silence}</p>
      ) : answer === undefined ? (
        <p className="look-note looks-to-come">Waiting for the networks to answer …</p>
      ) : answer === null ? (
        <p className="look-note">
          There is nothing to see: this arm has no such image, or its networks give no numbers any more.
        </p>
      ) : (
        <Shown look={answer} manner={manner} waiting={answer.image !== image || answer.arm !== arm} />
      )}
    </section>
  );
}

/**
 * The newest answer; until there is one, that of the image or arm before, of this run. Null where there is nothing to
 * tell, undefined before the first.
 */
function useLook(image: number, arm: number): ShownLook | null | undefined {
  const looks = usePage().part(looksOf);
  const live = useRun(hasRun);
  // All arms begin together, and each time with a shape of its own.
  const begun = useRun(({ arms }) => arms[0]?.shape ?? null);
  const answer = useStore(looks.store, ({ answers }) => answers.get(lookKey({ arm, image })));
  const [kept, keep] = useState({ answer, begun });
  // What is watched is asked for again as the run goes on.
  useEffect(() => (live ? looks.watch({ arm, image }) : undefined), [looks, live, arm, image]);
  if (answer !== undefined && answer !== kept.answer) keep({ answer, begun });
  if (answer !== undefined) return answer;
  return kept.begun === begun ? kept.answer : undefined;
}

/** Why nothing is asked, in a sentence; undefined where it is. */
function useSilence(arm: number): string | undefined {
  const phase = useRun((run) => run.phase);
  const stopped = useRun(({ arms }) => arms[arm]?.stopped === true);
  if (phase === 'recorded')
    return 'The recording does not carry what its networks looked at. A live run tells it of every image.';
  if (phase === 'idle') return 'A run tells it of every image: press Play.';
  if (phase === 'failed') return 'The run has failed, and its networks are gone.';
  if (stopped) return 'This arm has stopped, and its networks are gone.';
  return undefined;
}

interface ShownProps {
  look: ShownLook;
  manner: MapManner;
  /** It is of another image or arm, until there is an answer for this. */
  waiting: boolean;
}

function Shown({ look, manner, waiting }: ShownProps) {
  const sliderId = useId();
  const [share, setShare] = useState(100);
  const [chosen, choose] = useState<number | null>(null);
  const part = share / 100;
  return (
    <div className="look-shown" aria-busy={waiting} data-image={look.image}>
      <p className="look-note">{`Image ${look.image}, ${look.name}: as the networks are now, after step ${count(look.step)}.`}</p>
      <LookTable look={look} manner={manner} part={part} />
      {look.heads > FEW_HEADS && (
        <p className="look-note">{`${count(look.heads)} heads, their mean and the parts: what is out of sight is to the right.`}</p>
      )}
      <div className="look-share">
        <label htmlFor={sliderId}>
          the top {percent(part)} of {look.heads > 0 ? 'the attention' : 'the length'}
        </label>
        <input
          id={sliderId}
          type="range"
          min={5}
          max={100}
          step={5}
          value={share}
          aria-valuetext={percent(part)}
          style={{ '--filled': `${((share - 5) / 95) * 100}%` }}
          onChange={({ target }) => setShare(Number(target.value))}
          data-testid="look-share"
        />
      </div>
      <p className="look-note">
        <Sentence>{explanation(look)}</Sentence>
      </p>
      <PatchChooser look={look} manner={manner} chosen={chosen} onChoose={choose} />
    </div>
  );
}

const explanation = ({ heads, fittedOn }: ShownLook): string =>
  (heads > 0
    ? 'Bright is where an attention head looks: what share of its attention [CLS], which becomes the feature, gives to each patch in the last block.'
    : 'A ResNet has no attention. Bright is where the vectors of its last map, whose mean is the feature, are longest.') +
  ` Parts: one colour, one thing to the network; fitted on ${count(fittedOn)} images.`;
