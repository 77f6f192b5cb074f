import { expect, it, vi } from 'vitest';
import { recordedRunJson } from '../../protocol/recordedRun.ts';
import { sampleSceneFiles } from '../../protocol/testing.ts';
import { contrastRun, scriptedPage } from '../testing.ts';
import { scenesOf } from './onPage.ts';

const names = { data: 'x.scenes.json', images: 'x.images.png', views: 'x.views.png' };
const files = sampleSceneFiles(contrastRun.began, 3);
const content: Readonly<Record<string, BodyInit>> = {
  'contrast.json': recordedRunJson({ ...contrastRun, scenes: names }),
  [names.data]: files.data,
  [names.images]: files.images,
  [names.views]: files.views,
};

/** A page that holds the recorded run at its end: image 7 in epochs 0 and 1, image 8 in epoch 1. */
async function held(random = () => 0) {
  const fetching: typeof fetch = (url) => {
    const name = url instanceof URL ? url.pathname.replace('/recorded/', '') : '';
    return Promise.resolve(new Response(content[name]));
  };
  const all = scriptedPage({ fetch: fetching, isCalm: () => true, random });
  const { store, showOther } = all.page.part(scenesOf);
  all.page.playback.listen();
  await vi.waitFor(() => expect(store.getState().scene).not.toBeNull());
  const scene = () => store.getState().scene;
  return { ...all, scene, showOther };
}

it('shows the pairs of the epoch that the recorded run has come to, in every arm', async () => {
  const { scene, seek, page } = await held();
  const { image } = scene() ?? {};
  expect([7, 8]).toContain(image);
  expect(scene()).toMatchObject({ epoch: 1 });
  expect(scene()?.answers.map((one) => [one?.arm, one?.image, one?.epoch])).toEqual([
    [0, image, 1],
    [1, image, 1],
    [2, image, 1],
  ]);
  seek(3);
  // In the first epoch it kept one image alone.
  await vi.waitFor(() => expect(scene()).toMatchObject({ image: 7, epoch: 0 }));
  seek(8);
  await vi.waitFor(() => expect(scene()).toMatchObject({ image: 7, epoch: 1 }));
  page.dispose();
});

it('asks nobody, and has another of the pictures that were kept, whichever is drawn', async () => {
  let drawn = 0;
  const { scene, showOther, told, page } = await held(() => drawn);
  for (const [number, image] of [
    [33, 8],
    [34, 7],
    [8, 8],
  ] as const) {
    drawn = number / 64;
    showOther();
    await vi.waitFor(() => expect(scene()?.image).toBe(image));
  }
  expect(told()).toEqual([]);
  page.dispose();
});

it('goes with the recording when a live run begins', async () => {
  const { scene, togglePlay, page } = await held();
  togglePlay();
  expect(scene()).toBeNull();
  page.dispose();
});
