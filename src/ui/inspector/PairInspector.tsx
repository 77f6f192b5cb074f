/** @file Why one image has its pair in one epoch: the views, the gate, the draw and the votes. */
import { count } from '../../metrics/format.ts';
import type { Answer } from '../../store/inspector/answer.ts';
import { placeLookedAt } from '../../store/view/lookedAt.ts';
import { usePage, useRun, useView, useInspector } from '../PageContext.ts';
import { ArmTabs } from '../explorer/ArmTabs.tsx';
import { Scrubber } from '../explorer/Scrubber.tsx';
import { Candidates } from './Candidates.tsx';
import { ImageChooser } from './ImageChooser.tsx';
import { PairViews } from './PairViews.tsx';
import { WindowVotes } from './WindowVotes.tsx';
import { missingEpochs, verdictOf } from './words.ts';
import './inspector.css';

export default function PairInspector() {
  const answer = useInspector((inspector) => inspector.answer);
  const image = useInspector((inspector) => inspector.image);
  const silence = useSilence();
  if (image === null) return null;
  const waiting = answer?.image !== image;
  return (
    <div className="inspector-body">
      <ArmTabs />
      <ImageChooser image={image} />
      {silence !== undefined ? (
        <p className="inspector-silence">{silence}</p>
      ) : answer === undefined || answer === null ? (
        <p className="inspector-silence">{nothingText(answer)}</p>
      ) : (
        <Explanation answer={answer} waiting={waiting} />
      )}
    </div>
  );
}

/** Why the worker cannot answer, in a sentence; undefined where it can. */
function useSilence(): string | undefined {
  const arm = useView((view) => view.arm);
  const phase = useRun((run) => run.phase);
  const stopped = useRun(({ arms }) => arms[placeLookedAt(arms.length, { arm })]?.stopped === true);
  if (phase === 'failed') return 'The run has failed, and what it recorded went with it.';
  if (stopped) return 'This arm has stopped, and what it recorded went with it.';
  return undefined;
}

/** In place of an answer. */
const nothingText = (answer: null | undefined): string =>
  answer === undefined
    ? 'Waiting for the images to arrive …'
    : 'The policy or τ was changed live before the file was saved, so how the pairs of this epoch were chosen is not known. The next epoch’s will be.';

function Explanation({ answer, waiting }: { answer: Answer; waiting: boolean }) {
  const { inspectEpoch } = usePage().inspector;
  const { epoch, known } = answer;
  const { title, tone, text } = verdictOf(answer);
  const missing = missingEpochs(known);
  return (
    <div className="explanation" aria-busy={waiting} data-epoch={epoch} data-image={answer.image}>
      <Scrubber
        index={epoch}
        oldest={known.first}
        newest={known.newest}
        when={`in epoch ${count(epoch + 1)}`}
        ofAll={`of ${count(known.newest + 1)}`}
        testId="inspector-slider"
        onTurn={inspectEpoch}
      />
      {missing !== undefined && <p className="inspector-note">{missing}</p>}
      <PairViews answer={answer} />
      <p className={`verdict tone-${tone}`} aria-live="polite" data-testid="verdict">
        <b>{title}.</b> {text}
      </p>
      {answer.candidates.length > 0 && <Candidates answer={answer} />}
      {answer.ballots.length > 0 && <WindowVotes answer={answer} />}
    </div>
  );
}
