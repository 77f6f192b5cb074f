import { afterEach, describe, expect, it } from 'vitest';
import { parseLesson } from '../../lessons/parse.ts';
import { shippedLessons } from '../../lessons/shipped.ts';
import { evaluationRecord, firstFloors, runShape } from '../../protocol/sampleRecords.ts';
import { file, scriptedPage } from '../testing.ts';
import { lessonsOf } from './onPage.ts';

const text = (task: string, more = '') =>
  [
    ...['---', 'id: own', 'title: Mine', 'about: b', 'preset: quick', '---'],
    ...[
      '## One',
      'charts: rankMe',
      '',
      'Text.',
      '',
      `::: try ${task}`,
      ':::',
      '',
      more,
      '## Two',
      '',
      'Text.',
    ],
  ].join('\n');

const pages: (() => void)[] = [];
afterEach(() => {
  for (const dispose of pages.splice(0)) dispose();
});

async function opened(task: string, more?: string) {
  const scripted = scriptedPage();
  pages.push(scripted.page.dispose);
  scripted.choosePreset('quick');
  const lessons = scripted.page.part(lessonsOf);
  await lessons.openText('mine.md', text(task, more));
  const isDone = () => lessons.store.getState().done.size === 1;
  return { ...scripted, lessons, isDone };
}

describe('what a card asks for is noticed, whoever does it', () => {
  it('as soon as the form has the setting', async () => {
    const { isDone, setSetting } = await opened('set:bootstrap.policy=naive');
    expect(isDone()).toBe(false);
    await setSetting('bootstrap.policy', 'naive');
    expect(isDone()).toBe(true);
    await setSetting('bootstrap.policy', 'none');
    expect(isDone()).toBe(true);
  });

  it('as soon as so many epochs are trained', async () => {
    const { isDone, togglePlay, say, runId, enter } = await opened('train:2');
    togglePlay();
    say({ type: 'shape', runId: runId(), arm: 0, shape: { ...runShape, stepsPerEpoch: 4 } });
    enter('training', 7);
    expect(isDone()).toBe(false);
    enter('training', 8);
    expect(isDone()).toBe(true);
  });

  it.each([
    ['preset:collapse', ({ choosePreset }: Opened) => choosePreset('collapse')],
    ['show:featureStd', ({ enlarge }: Opened) => enlarge('collapsing', 'featureStd')],
    ['open:settings', ({ toggleSettings }: Opened) => toggleSettings()],
    ['open:help', ({ openDialog }: Opened) => openDialog('help')],
    ['open:performance', ({ showPerformance }: Opened) => showPerformance(true)],
    ['open:inspector', ({ inspectImage }: Opened) => inspectImage(3)],
    ['play', ({ togglePlay }: Opened) => togglePlay()],
    ['begin', ({ togglePlay }: Opened) => togglePlay()],
  ])('%s', async (task, act) => {
    const page = await opened(task);
    expect(page.isDone()).toBe(false);
    act(page);
    expect(page.isDone()).toBe(true);
  });

  type Opened = Awaited<ReturnType<typeof opened>>;
});

describe('the button does it, and says what it did', () => {
  it.each([
    ['set:bootstrap.topK=3', '“neighbours k” is 3 now.'],
    ['preset:collapse', '“Collapse gallery” is chosen.'],
    ['play', 'It trains, here on this device.'],
    ['train:2', 'It trains, here on this device. This is done after epoch 2.'],
    ['show:featureStd', 'The chart of feature std is the large one now.'],
    ['open:settings', 'The settings are open.'],
    ['open:inspector', 'There are no pictures yet; they come with the first evaluation.'],
    ['replay', 'There is no recorded run on the page now'],
    ['scrub:end', 'There is no recorded run on the page now'],
  ])('%s', async (task, sentence) => {
    const { lessons } = await opened(task);
    await lessons.act();
    expect(lessons.store.getState().said).toContain(sentence);
  });

  it('and what cannot be set is said as the form says it', async () => {
    const page = await opened('set:batchSize=1024');
    await page.setSetting('data.trainImages', '512');
    await page.lessons.act();
    expect(page.lessons.store.getState().said).toMatch(/512|1024/);
    expect(page.isDone()).toBe(false);
  });

  it('begins again only when the person has agreed to what is lost', async () => {
    const { lessons, isDone, togglePlay, setSetting, say, runId, enter, endingsStore, anyway } =
      await opened('begin');
    togglePlay();
    say({ type: 'shape', runId: runId(), arm: 0, shape: runShape });
    enter('paused', 5);
    lessons.turn(1);
    await setSetting('augmentation.jitter', '0');
    lessons.turn(-1);
    await lessons.act();
    expect(endingsStore.getState().asked?.question).toBe('Begin again?');
    anyway(() => undefined);
    await expect.poll(isDone).toBe(true);
  });
});

describe('the page with a lesson', () => {
  it('shows the charts of its card, and all of them again without', async () => {
    const { page } = await opened('play');
    const charts = () => page.view.store.getState().charts;
    expect(charts()).toEqual({ collapsing: 'rankMe' });
    page.view.enlarge('collapsing', 'featureStd');
    expect(charts()).toEqual({ collapsing: 'featureStd' });
    page.part(lessonsOf).turn(1);
    expect(charts()).toBeNull();
  });

  it('turns its cards as far as there are some', async () => {
    const { page, lessons } = await opened('play');
    const number = () => lessons.place()?.number;
    lessons.turn(-1);
    expect(number()).toBe(1);
    lessons.turn(1);
    lessons.turn(1);
    expect(number()).toBe(2);
    page.presentation.openLesson('the-gate', 99);
    expect(number()).toBe(shippedLessons.find(({ id }) => id === 'the-gate')?.cards.length);
    page.presentation.openLesson('no-such');
    expect(lessons.place()).toBeUndefined();
  });

  it('notes the answer to its question, of the options that there are', async () => {
    const ask = ['::: ask', 'b?', '- [ ] c', '- [x] d', '', 'e', ':::', ''].join('\n');
    const { lessons } = await opened('play', ask);
    lessons.answer(4);
    expect(lessons.store.getState().answered.size).toBe(0);
    lessons.answer(1);
    expect([...lessons.store.getState().answered.values()]).toEqual([1]);
    lessons.turn(1);
    lessons.answer(0);
    expect(lessons.store.getState().answered.size).toBe(1);
  });
});

describe('a lesson from a file', () => {
  async function given(name: string, content: string) {
    const scripted = scriptedPage();
    pages.push(scripted.page.dispose);
    await scripted.openFile(file(name, content));
    return scripted;
  }

  it('opens at its first card, whatever the file is called', async () => {
    for (const name of ['mine.md', 'mine.txt']) {
      const { page, messages } = await given(name, text('play'));
      expect(messages()).toEqual([`${name} is open: a lesson, “Mine”.`]);
      expect(page.part(lessonsOf).place()).toMatchObject({ number: 1, lesson: { title: 'Mine' } });
    }
  });

  it.each([
    [
      'mine.md',
      text('pley'),
      /^mine\.md was not opened: line 12: there is no action called “pley”; there are/,
    ],
    [
      'mine.md',
      text('arm:nobody'),
      'mine.md was not opened: line 12: the preset quick has no arm called “nobody”.',
    ],
    ['mine.md', '# Title', /^mine\.md was not opened: line 1: a lesson begins with a line of ---/],
    ['mine.txt', '# Title', /^mine\.txt was not opened: it is neither safetensors/],
    [
      'big.md',
      `---\n${' '.repeat(3e5)}`,
      'big.md was not opened: it has 301 kB; a lesson is read from at most 200 kB.',
    ],
  ])('%s, which is no good, is told with its line', async (name, content, sentence) => {
    const { page, messages } = await given(name, content);
    expect(messages()).toEqual([expect.stringMatching(sentence)]);
    expect(page.presentation.store.getState().lesson).toBeNull();
  });

  it('takes the place of one of the same id that was opened before', async () => {
    const { page, openFile } = await given('mine.md', text('play'));
    await openFile(file('mine.md', text('step')));
    const { opened: all } = page.part(lessonsOf).store.getState();
    expect(all.map(({ cards }) => cards[0].task?.action)).toEqual([{ does: 'step' }]);
  });
});

it('knows the numbers of its text of the run on the page', async () => {
  const { numberText, sourceText } = await import('./numbers.ts');
  const { runStore, experimentStore, togglePlay, say, runId } = await opened('play');
  const read = (words: string) => {
    const [card] = parseLesson(text('play').replace('Text.', words)).cards;
    const piece = card.text[0]?.find((one) => 'number' in one);
    return piece !== undefined && 'number' in piece
      ? numberText(piece.number, runStore.getState(), experimentStore.getState())
      : undefined;
  };
  expect(read('{live:knnAccuracy}')).toBeUndefined();
  expect(read('{setting:bootstrap.window}')).toBe('3');
  expect(read('{floor:knnAccuracy.chance}')).toMatch(/^0\.\d+$/);
  expect(sourceText(runStore.getState())).toBe('Numbers appear here when a run has measured them.');
  togglePlay();
  say({ type: 'shape', runId: runId(), arm: 0, shape: runShape });
  say({ type: 'floors', runId: runId(), arm: 0, floors: { ...firstFloors, knnUntrained: 0.25 } });
  expect(read('{floor:knnAccuracy.untrained}')).toBe('0.250');
  say({
    type: 'metrics',
    runId: runId(),
    arm: 0,
    steps: [],
    epochs: [],
    evaluations: [evaluationRecord(8, 0.5)],
    stepsPerSecond: 1,
    imagesPerSecond: 1,
    secondsLeft: 1,
    memory: { tensors: 1, bytes: 1 },
  });
  await expect.poll(() => read('{live:knnAccuracy}')).toBe('0.500');
  expect(read('{live:adaptive.knnAccuracy}')).toBe('0.500');
  expect(read('{live:naive.knnAccuracy}')).toBeUndefined();
  expect(sourceText(runStore.getState())).toMatch(
    /^Numbers of your own run on this page, after epoch \d+\.$/,
  );
});
