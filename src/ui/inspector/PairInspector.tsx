/** @file Why one image has its pair in one epoch: the views, the gate, the draw and the votes. */
import { count } from '../../metrics/format.ts';
import type { Answer } from '../../store/inspector/answer.ts';
import { placeLookedAt } from '../../store/view/lookedAt.ts';
import { usePage, useRun, useView, useInspector } from '../PageContext.ts';
import { LateLooks } from '../attention/LateLooks.ts';
import { ArmTabs } from '../explorer/ArmTabs.tsx';
import { Sentence } from '../terms/Sentence.tsx';
import { Scrubber } from '../explorer/Scrubber.tsx';
import { useRecordedScenes } from '../explorer/useRecordedScenes.ts';
import { epochsOf } from '../../store/recorded/scenes.ts';
import { Candidates } from './Candidates.tsx';
import { ImageChooser } from './ImageChooser.tsx';
import { PairViews } from './PairViews.tsx';
import { KeptImages, NotKept } from './RecordedPairs.tsx';
import { WindowVotes } from './WindowVotes.tsx';
import { missingEpochs, verdictOf } from './words.ts';
import './inspector.css';

export default function PairInspector() {
  const answer = useInspector((inspector) => inspector.answer);
  const image = useInspector((inspector) => inspector.image);
  const silence = useSilence();
  const arms = useRun((run) => run.arms.length);
  const arm = useView((view) => placeLookedAt(arms, view));
  const kept = useRecordedScenes();
  if (image === null) return null;
  const waiting = answer?.image !== image;
  return (
    <div className="inspector-body">
      <ArmTabs />
      {kept === undefined ? <ImageChooser image={image} /> : <KeptImages kept={kept} image={image} />}
      {silence !== undefined ? (
        <p className="inspector-silence">{silence}</p>
      ) : kept !== undefined && answer === null ? (
        <NotKept kept={kept} image={image} />
      ) : answer === undefined || answer === null ? (
        <p className="inspector-silence">{nothingText(answer)}</p>
      ) : (
        <Explanation answer={answer} waiting={waiting} />
      )}
      {silence === undefined && <LateLooks image={image} arm={arm} />}
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
  const { epoch, known } = answer;
  const { title, tone, text } = verdictOf(answer);
  const missing = missingEpochs(known);
  return (
    <div className="explanation" aria-busy={waiting} data-epoch={epoch} data-image={answer.image}>
      <EpochScrubber answer={answer} />
      {missing !== undefined && <p className="inspector-note">{missing}</p>}
      <PairViews answer={answer} />
      <p className={`verdict tone-${tone}`} aria-live="polite" data-testid="verdict">
        <b>
          <Sentence>{`${title}.`}</Sentence>
        </b>{' '}
        <Sentence>{text}</Sentence>
      </p>
      {answer.candidates.length > 0 && <Candidates answer={answer} />}
      {answer.ballots.length > 0 && <WindowVotes answer={answer} />}
    </div>
  );
}

/** Through the epochs that are known; a recorded run goes as a whole to one of those that it kept. */
function EpochScrubber({ answer }: { answer: Answer }) {
  const { inspectEpoch } = usePage().inspector;
  const { seek } = usePage().playback;
  const kept = useRecordedScenes();
  const { epoch, known, image, arm } = answer;
  const stepsPerEpoch = useRun(({ arms }) => arms[arm]?.shape?.stepsPerEpoch ?? 0);
  const epochs = kept && epochsOf(kept, image);
  const last = epochs?.at(-1) ?? known.newest;
  return (
    <Scrubber
      {...(epochs === undefined
        ? { index: epoch, oldest: known.first, newest: known.newest, onTurn: inspectEpoch }
        : {
            index: epochs.indexOf(epoch),
            newest: epochs.length - 1,
            newestWord: 'the last',
            onTurn: (place) => seek(stepsPerEpoch * (epochs[place ?? epochs.length - 1] ?? 0)),
          })}
      when={`in epoch ${count(epoch + 1)}`}
      ofAll={`of ${count(last + 1)}`}
      testId="inspector-slider"
    />
  );
}
