/** @file The pair inspector: which image it asks about, and what the worker answered last. */
import { createStore } from 'zustand/vanilla';
import type { Event } from '../../protocol/events.ts';
import type { InspectedImage, Inspection } from '../../protocol/inspection.ts';
import { pictureAt, type Picture } from '../run/album.ts';
import { placeLookedAt } from '../view/lookedAt.ts';
import { onRunEvent, requestInspection, runStore } from '../run/run.ts';
import { viewStore } from '../view/view.ts';

export type ShownImage = InspectedImage & { picture: Picture };

/** An inspection with its pictures cut out. */
export interface Answer extends Omit<Inspection, 'images' | 'size' | 'thumbnails' | 'views'> {
  arm: number;
  /** By their index in the training set. */
  images: ReadonlyMap<number, ShownImage>;
  /** View 1 and view 2; null where no step trains the pair. */
  views: readonly [Picture, Picture] | null;
}

export interface InspectorState {
  /** Index in the training set; null while nothing is inspected. */
  image: number | null;
  /** 0-based; null follows the newest. */
  epoch: number | null;
  /** The newest answer, perhaps to the question before; null where there is none, undefined before the first. */
  answer: Answer | null | undefined;
}

const nothing: InspectorState = { image: null, epoch: null, answer: undefined };

export const inspectorStore = createStore<InspectorState>(() => nothing);

const armInspected = () => placeLookedAt(runStore.getState().arms.length, viewStore.getState());

function ask(): void {
  const { image, epoch } = inspectorStore.getState();
  if (image !== null) requestInspection(armInspected(), image, epoch);
}

/** Opens the inspector, or turns it to another image. Without an epoch it stays where it is. */
export function inspectImage(image: number, epoch = inspectorStore.getState().epoch): void {
  inspectorStore.setState({ image, epoch });
  ask();
}

/** @param epoch 0-based; null follows the newest */
export function inspectEpoch(epoch: number | null): void {
  inspectorStore.setState({ epoch });
  ask();
}

export const closeInspector = () => inspectorStore.setState(nothing, true);

viewStore.subscribe(({ arm }, before) => {
  if (arm !== before.arm) ask();
});

onRunEvent((event: Event) => {
  const { image } = inspectorStore.getState();
  if (image === null || !('arm' in event) || event.arm !== armInspected()) return;
  if (event.type === 'inspected' && event.image === image)
    inspectorStore.setState({ answer: event.inspection && cutOut(event.arm, event.inspection) });
  else if (event.type === 'shape') {
    // The arm begins again, perhaps with fewer images.
    inspectorStore.setState({ ...nothing, image: Math.min(image, event.shape.trainImages - 1) });
    ask();
  }
  // An epoch has ended: there is one more to look at.
  else if (event.type === 'gallery' || event.type === 'stopped') ask();
});

function cutOut(arm: number, { images, size, thumbnails, views, ...inspection }: Inspection): Answer {
  const shown = images.map((image, place) => ({ ...image, picture: pictureAt(thumbnails, size, place) }));
  return {
    ...inspection,
    arm,
    images: new Map(shown.map((image) => [image.image, image])),
    views: views.length === 0 ? null : [pictureAt(views, size, 0), pictureAt(views, size, 1)],
  };
}
