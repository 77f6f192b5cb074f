/** @file The lessons: each is walked through on the live page, by button and by key, on a desk and on a phone. */
import { expect, test, tinyRunWith, type App } from './app.ts';
import { expectSound, lookOn, onEach, screens } from './screens.ts';
import { untrained } from './tags.ts';

/** A lesson as a person meets it. */
class Lesson {
  constructor(private readonly app: App) {}

  get dock() {
    return this.app.page.getByTestId('lesson');
  }
  get title() {
    return this.dock.getByRole('heading', { level: 2 });
  }
  get task() {
    return this.dock.getByTestId('lesson-task');
  }
  get progress() {
    return this.dock.getByRole('progressbar');
  }
  option(number: number) {
    return this.dock.getByTestId(`option-${number}`);
  }

  /** Opens it by a link, beside these settings. */
  async open(id: string, query = new URLSearchParams()): Promise<void> {
    await this.app.page.emulateMedia({ reducedMotion: 'reduce' });
    const link = new URLSearchParams(query);
    link.set('lesson', id);
    await this.app.open(link);
    await expect(this.title).toBeVisible();
  }

  /** Does what a card asks for, points at, and asks; all numbers of its text are there then. */
  async takeCard(): Promise<void> {
    const { page } = this.app;
    if ((await this.task.count()) > 0) {
      if ((await this.task.getAttribute('data-done')) !== 'true')
        await this.dock.getByTestId('lesson-act').click();
      const loses = page.getByTestId('end-anyway');
      const done = this.dock.locator('[data-testid=lesson-task][data-done=true]');
      await expect(loses.or(done)).toBeVisible();
      if (await loses.isVisible()) await loses.click();
      await expect(done).toBeVisible();
    }
    const ring = page.getByTestId('ring');
    if ((await ring.count()) > 0) {
      const selector = (await ring.getAttribute('data-selector')) ?? '';
      await expect(page.locator(selector).first()).toBeVisible();
    }
    if ((await this.option(1).count()) > 0) {
      await this.option(2).click();
      await expect(this.dock.getByTestId('lesson-answer')).toBeVisible();
      await expect(this.dock.locator('[data-answer=right]')).toHaveCount(1);
    }
    await expect(this.dock.locator('.lesson-number', { hasText: '–' })).toHaveCount(0);
  }

  /** From the open card to the last. Returns the titles of the cards. */
  async takeAll(): Promise<string[]> {
    const titles: string[] = [];
    const last = Number(await this.progress.getAttribute('aria-valuemax'));
    for (let number = 1; number <= last; number += 1) {
      await expect(this.progress).toHaveAttribute('aria-valuenow', String(number));
      titles.push(await this.title.innerText());
      await this.takeCard();
      await this.dock.getByTestId('lesson-next').click();
    }
    await expect(this.dock.getByTestId('lesson-the-gate')).toBeVisible();
    return titles;
  }
}

for (const id of ['learning-without-labels', 'neighbours', 'the-gate', 'did-it-learn'])
  test(`the lesson ${id} is taken on the recorded run`, untrained, async ({ app }) => {
    const lesson = new Lesson(app);
    await lesson.open(id);
    await app.expectPhase('recorded');
    const titles = await lesson.takeAll();
    expect(new Set(titles).size).toBe(titles.length);
    await app.expectPhase('recorded');
    await expect(app.notices).toHaveCount(0);
  });

/** Few pictures and a small network, evaluated after every epoch. */
const small = { 'data.trainImages': '128', 'evaluation.everyEpochs': '1' };

test('the lesson on collapse trains what it speaks of', async ({ app }) => {
  const lesson = new Lesson(app);
  const query = tinyRunWith(small);
  query.set('preset', 'collapse');
  await lesson.open('collapse', query);
  await lesson.takeAll();
  expect(await app.number('step')).toBeGreaterThanOrEqual(3 * 8);
});

test('the lesson on an experiment of one’s own changes a setting and begins again', async ({ app }) => {
  const { page } = app;
  const lesson = new Lesson(app);
  await lesson.open('your-own-experiment', tinyRunWith(small));
  await lesson.takeAll();
  await expect(page).toHaveURL(/augmentation\.jitter=0/);
  await expect(page.getByTestId('pending')).toHaveCount(0);
});

test(
  'a link opens a card beside its settings, and the address follows the cards',
  untrained,
  async ({ app }) => {
    const { page } = app;
    const lesson = new Lesson(app);
    await app.open('preset=quick&seed=5&lesson=the-gate&card=3&utm_source=a');
    await expect(lesson.title).toHaveText('An open gate');
    await expect(app.button('new-seed')).toContainText('5');
    await expect(lesson.dock.getByText('This card speaks of the preset “The contrast”')).toBeVisible();
    await lesson.dock.getByTestId('lesson-back').click();
    await expect(page).toHaveURL(/\?preset=quick&seed=5&lesson=the-gate&card=2&utm_source=a$/);
    await page.getByTestId('close-lesson').click();
    await expect(page).toHaveURL(/\?preset=quick&seed=5&utm_source=a$/);
    await expect(app.notices).toHaveCount(0);

    await app.open('lesson=no-such-lesson');
    await expect(lesson.dock).toContainText('There is no lesson called “no-such-lesson” here');
    await lesson.dock.getByTestId('lesson-neighbours').click();
    await expect(lesson.title).toHaveText('A look-alike as partner');
  },
);

test(
  'everything of a lesson answers to the keyboard, and gives the focus back',
  untrained,
  async ({ app }) => {
    const { page } = app;
    const { keyboard } = page;
    const lesson = new Lesson(app);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await app.open();
    await page.getByTestId('lessons').focus();
    await keyboard.press('Enter');
    await expect(lesson.dock).toBeFocused();
    await lesson.dock.getByTestId('lesson-the-gate').press('Enter');
    await expect(lesson.title).toHaveText('Recognised, or taken for another');
    await expect(lesson.dock.getByRole('status').first()).toContainText('Card 1 of 5. Recognised');
    await lesson.dock.focus();
    await keyboard.press('2');
    await expect(lesson.option(2)).toHaveAttribute('data-answer', 'wrong');
    await keyboard.press('3');
    await expect(lesson.option(3)).toHaveAttribute('data-answer', 'right');
    await keyboard.press('ArrowRight');
    await expect(lesson.progress).toHaveAttribute('aria-valuenow', '2');
    await keyboard.press('ArrowLeft');
    await expect(lesson.progress).toHaveAttribute('aria-valuenow', '1');
    await expect(lesson.option(3)).toHaveAttribute('data-answer', 'right');
    await keyboard.press('Escape');
    await expect(page.locator('main')).toBeFocused();
    await keyboard.press('ArrowRight');
    await expect(lesson.progress).toHaveAttribute('aria-valuenow', '1');
    await page.getByTestId('close-lesson').press('Enter');
    await expect(lesson.dock).toHaveCount(0);
    await expect(page.getByTestId('lessons')).toBeFocused();
    await keyboard.press('l');
    await expect(lesson.dock).toBeVisible();
  },
);

test(
  'what a card asks for is noticed whoever does it; its ring goes when one turns to it',
  untrained,
  async ({ app }) => {
    const { page } = app;
    const lesson = new Lesson(app);
    await lesson.open('the-gate', new URLSearchParams({ card: '4' }));
    await expect(page.getByTestId('ring')).toHaveCount(1);
    await expect(page.locator('.diagram .gate')).toHaveCSS('outline-style', 'solid');
    // A lesson chooses its charts, and what it does not show comes back with its end.
    await expect(page.locator('.question')).toHaveCount(2);
    await expect(page.locator('figure[data-testid=chart-bootstrappedShare]')).toBeVisible();
    await expect(lesson.task).toHaveAttribute('data-done', 'false');
    await page.getByText('naive', { exact: true }).and(page.locator('.lane b')).click();
    await expect(lesson.task).toHaveAttribute('data-done', 'true');
    await expect(page.getByTestId('ring')).toHaveCount(0);
    await page.getByTestId('close-lesson').click();
    await expect(page.locator('.question')).toHaveCount(4);
  },
);

const ownLesson = (task: string) =>
  [
    ...['---', 'id: own', 'title: Meine Lektion', 'about: Eine.', 'language: de', 'preset: quick', '---', ''],
    ...['## Erste Karte', '', 'point: play', '', 'Ein **Bild** und {setting:epochs} Epochen.', ''],
    ...[`::: try ${task} "Los"`, 'Drücke.', ':::', ''],
  ].join('\n');

test(
  'a lesson is opened from a file, and a bad one says in which line it is wrong',
  untrained,
  async ({ app }) => {
    const lesson = new Lesson(app);
    await app.open('preset=quick');
    await app.choose('meine.md', ownLesson('pley'));
    await expect(app.notices).toHaveText(
      /^meine\.md was not opened: line 15: there is no action called “pley”; there are play, /,
    );
    await expect(lesson.dock).toHaveCount(0);
    await app.notices.getByRole('button', { name: 'Dismiss' }).click();
    await app.choose('meine.md', ownLesson('open:settings'));
    await expect(lesson.title).toHaveText('Erste Karte');
    await expect(lesson.dock.locator('.lesson-body')).toHaveAttribute('lang', 'de');
    await expect(lesson.dock.locator('.lesson-text')).toHaveText('Ein Bild und 30 Epochen.');
    await lesson.dock.getByRole('button', { name: 'Los', exact: true }).click();
    await expect(lesson.task).toHaveAttribute('data-done', 'true');
    await expect(app.page.getByTestId('compare')).toBeVisible();
    await expect(lesson.dock.getByTestId('lesson-said')).toHaveText('The settings are open.');
    // No link can name it.
    await expect(app.page).toHaveURL(/\?preset=quick$/);
  },
);

test(
  'on a desk it covers nothing; on a phone it is half as high as the screen, and can be pulled up',
  untrained,
  async ({ app }) => {
    const { page } = app;
    const lesson = new Lesson(app);
    await lesson.open('neighbours', new URLSearchParams({ card: '3' }));
    const boxes = async () => {
      const [dock, main] = await Promise.all([lesson.dock.boundingBox(), page.locator('main').boundingBox()]);
      return { dock: dock ?? { x: 0, y: 0, height: 0 }, right: (main?.x ?? 0) + (main?.width ?? 0) };
    };
    const { dock, right } = await boxes();
    expect(dock.x).toBeGreaterThanOrEqual(right);

    const [, , phone] = screens;
    await lookOn(page, phone);
    await lesson.open('neighbours', new URLSearchParams({ card: '3' }));
    const half = (await boxes()).dock;
    expect(half.height).toBeCloseTo(phone.size.height / 2, 0);
    // What the card points at stands above it.
    await expect
      .poll(async () => {
        const chart = await page.getByTestId('chart-rankMe').boundingBox();
        return chart !== null && chart.y > 0 && chart.y + chart.height < half.y;
      })
      .toBe(true);
    const grip = lesson.dock.getByTestId('lesson-grip');
    await grip.click();
    await expect(grip).toHaveAttribute('aria-expanded', 'true');
    await expect.poll(async () => (await boxes()).dock.height).toBeGreaterThan(1.5 * half.height);
    const box = await grip.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 200);
    await page.mouse.up();
    await expect(grip).toHaveAttribute('aria-expanded', 'false');
  },
);

test('axe finds nothing in the lessons', untrained, async ({ app }) => {
  const { page } = app;
  const lesson = new Lesson(app);
  await onEach(page, screens, async () => {
    await lesson.open('the-gate');
    await lesson.takeCard();
    await expectSound(page, '[data-testid=lesson]');
    await lesson.dock.getByTestId('all-lessons').click();
    await expectSound(page, '[data-testid=lesson]');
  });
});
