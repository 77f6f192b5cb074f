/** @file Scenes of a recorded run: of the pairs that it kept, those of the epoch that it has come to. */
import type { Inspected } from '../../protocol/commands.ts';
import { cutOut } from '../inspector/answer.ts';
import type { Playback } from '../recorded/playback.ts';
import type { RecordedScenes } from '../recorded/scenes.ts';
import type { PageRun } from '../run/run.ts';
import type { Scene, SceneSource } from './scene.ts';

interface Needs {
  run: Pick<PageRun, 'store'>;
  playback: Pick<Playback, 'store'>;
  /** The epoch, 0-based, to which the page is turned; null is the newest. */
  turnedTo: () => number | null;
}

export function recordedScenes({ run, playback, turnedTo }: Needs): SceneSource {
  /** The images take turns. */
  let turn = 0;

  const kept = (): readonly RecordedScenes[] => {
    const { scenes } = playback.store.getState();
    return typeof scenes === 'string' ? [] : scenes;
  };

  /** The newest epoch so far of which an arm's pairs were kept. */
  const epochOf = (arm: number): number | undefined => {
    const now = Math.min(turnedTo() ?? Infinity, run.store.getState().epoch);
    const epochs = kept()[arm]?.pairs.flatMap(({ epoch }) => (epoch <= now ? epoch : [])) ?? [];
    return epochs.length === 0 ? undefined : Math.max(...epochs);
  };

  return {
    epochOf,
    ask: (wanted, arm) => {
      const epoch = epochOf(arm);
      const image = chosen(kept()[arm], epoch, wanted, turn);
      turn += 1;
      return Promise.resolve(
        image === undefined || epoch === undefined ? null : sceneOf(kept(), image, epoch),
      );
    },
  };
}

/** Of the images of an epoch, in the order in which it trains them; another where the one that is wanted was not kept. */
function chosen(arm: RecordedScenes | undefined, epoch: number | undefined, wanted: Inspected, turn: number) {
  const pairs = (arm?.pairs ?? [])
    .filter((pair) => pair.epoch === epoch)
    .sort((a, b) => (a.step ?? Infinity) - (b.step ?? Infinity));
  if (typeof wanted === 'number' && pairs.some(({ image }) => image === wanted)) return wanted;
  const open = wanted === 'next-open' ? pairs.filter(({ gateOpen }) => gateOpen) : [];
  const among = open.length > 0 ? open : pairs;
  return among[(typeof wanted === 'number' ? wanted : turn) % among.length]?.image;
}

const sceneOf = (arms: readonly RecordedScenes[], image: number, epoch: number): Scene => ({
  image,
  epoch,
  answers: arms.map(({ inspect }, arm) => {
    const inspection = inspect(image, epoch);
    return inspection === undefined ? null : cutOut(arm, inspection);
  }),
});
