/** @file What loads late can fail, and nothing is lost by it: every late file of the page's build, and those of a run. */
import type { Locator } from 'playwright/test';
import { expect, test, tinyRun } from './app.ts';
import { LateFiles } from './lateFiles.ts';
import { slow } from './tags.ts';

test(
  'every late file may fail: its place says so, the rest goes on, and tried again it comes',
  slow,
  async ({ app }) => {
    const { page } = app;
    page.setDefaultTimeout(60_000);
    const files = await LateFiles.refusedTo(page);
    /** What says within `place` that it could not be loaded, and offers to try again. */
    const inPlace = (place: Locator, come: Locator) => ({
      told: () => place.getByTestId('trouble').isVisible(),
      again: () => place.getByTestId('again').click(),
      come: () => come.isVisible(),
    });
    const byNotice = (sentence: RegExp, come: () => Promise<boolean>) => ({
      told: () => app.notices.filter({ hasText: sentence }).isVisible(),
      again: () => app.page.getByTestId('notice-offer').click(),
      come,
    });
    const dialog = page.getByRole('dialog');
    const dismissAll = async () => {
      while ((await app.notices.count()) > 0)
        await app.notices.first().getByRole('button', { name: 'Dismiss' }).click();
    };

    // The recorded run, at its end at once, and the results that come with that: by themselves.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await app.open('backend=wasm');
    const missing = page.getByTestId('recorded-missing');
    await files.supply({
      told: () => missing.isVisible(),
      again: () => missing.getByRole('button').click(),
      come: () => page.getByTestId('recorded').isVisible(),
    });
    await files.supply(inPlace(page.locator('.legend'), page.getByTestId('diagnosis-0')));
    await files.supply(inPlace(page.locator('#results'), page.getByTestId('results')));
    await files.supply(inPlace(page.locator('.diagram-to-come'), page.getByTestId('diagram')));
    const pictures = page.getByTestId('pictures-missing');
    await files.supply({
      told: () => pictures.isVisible(),
      again: () => pictures.getByRole('button').click(),
      come: () => page.getByTestId('gallery').locator('.query').first().isVisible(),
    });
    const gallery = page.getByTestId('gallery');
    await files.supply(inPlace(gallery, gallery.getByRole('button', { name: 'Authors and licences' })));

    await page.getByTestId('slow-motion').click();
    await files.supply(inPlace(page.locator('.walk-instead'), page.getByTestId('walk')));
    await page.getByTestId('walk-leave').click();

    // The pointer has left the curves for what tries again.
    const curves = page.getByTestId('chart-loss').locator('.plot-readable');
    const values = inPlace(page.locator('.plot-fault'), page.getByTestId('plot-values').first());
    await curves.hover();
    await files.supply({
      ...values,
      again: async () => {
        await values.again();
        await curves.hover();
      },
    });

    const learning = page.getByTestId('question-learning');
    await page.getByTestId('table-toggle-learning').click();
    await files.supply(inPlace(learning, page.getByTestId('table-knnAccuracy')));
    await page.getByTestId('table-toggle-learning').click();

    await page.locator('.story .term').first().click();
    await files.supply(inPlace(page.locator('.term-trouble'), page.getByTestId('term-popover')));
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: /^Help/ }).click();
    await files.supply(inPlace(dialog, dialog.getByText('play or pause')));
    await dialog.getByTestId('help-class').click();
    await files.supply(inPlace(dialog, page.getByTestId('qr')));
    await page.keyboard.press('Escape');
    await page.keyboard.press('p');
    await files.supply(inPlace(page.locator('.caption-bar'), page.getByTestId('caption-bar')));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Help/ }).click();
    await dialog.getByRole('button', { name: 'Credits' }).click();
    await files.supply(inPlace(dialog, dialog.getByRole('link', { name: 'Zod' })));
    await page.keyboard.press('Escape');

    await page.getByTestId('performance').click();
    await files.supply(inPlace(page.locator('.performance'), page.getByTestId('performance-panel')));
    await page.getByTestId('performance').click();

    await page.getByTestId('open-settings').click();
    await files.supply(inPlace(page.locator('#settings'), page.getByTestId('compare')));
    const topK = page.getByTestId('field-bootstrap.topK').getByRole('textbox');
    await topK.fill('9');
    await topK.press('Enter');
    await files.supply(byNotice(/ was not set to 9\./, async () => (await topK.inputValue()) === '9'));

    await app.choose('mine.json', '{"seed": 77}');
    await files.supply(
      byNotice(/^mine\.json was not opened\./, async () =>
        (await app.button('new-seed').innerText()).includes('77'),
      ),
    );

    await page.getByTestId('lessons').click();
    await files.supply(inPlace(page.locator('.lesson-to-come'), page.getByTestId('lesson')));
    const own = ['---', 'id: own', 'title: Mine', 'about: A.', 'preset: quick', '---', '## One', '', 'Text.'];
    await app.choose('mine.md', own.join('\n'));
    await files.supply(
      byNotice(/^mine\.md was not opened\./, () =>
        page.getByTestId('lesson').getByRole('heading', { name: 'One' }).isVisible(),
      ),
    );
    await page.getByTestId('close-lesson').click();

    await page.getByTestId('view-map').click();
    await files.supply(inPlace(page.locator('.map-to-come'), page.getByTestId('map')));

    await page.evaluate(() => (location.hash = '#check'));
    await files.supply(inPlace(page.locator('main'), page.getByTestId('check-start')));

    // A run of its own, from a link.
    await page.goto(`./?${tinyRun.toString()}`);
    const preset = page.getByTestId('preset');
    await files.supply(
      byNotice(
        /^The settings of this link were not used\./,
        async () => (await preset.inputValue()) === 'quick',
      ),
    );
    await app.button('play').click();
    await files.supply({
      told: async () => (await app.status.getAttribute('data-phase')) === 'failed',
      again: async () => {
        await expect(app.notices.first()).toContainText(/could not (be|start)/);
        await dismissAll();
        await app.button('play').click();
      },
      come: async () => (await app.number('step')) > 0,
    });
    const loss = page.getByTestId('chart-loss');
    await files.supply(inPlace(loss.locator('.plot-fault'), loss.locator('.recharts-wrapper')));
    // Its gallery comes with its first evaluation.
    const picture = page.getByTestId('gallery').locator('.query').first();
    await expect(picture).toBeVisible();
    await app.button('play').click();
    await app.expectPhase('paused');
    await picture.click();
    const explorer = page.locator('.explorer');
    await expect(explorer.getByTestId('trouble')).toContainText('What explains a pair could not be loaded.');
    await app.stepOnce();

    // The host has another version by now: the page says so, and reloads only when it may.
    await page.route(
      (url) => url.pathname === '/',
      (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: '<div id="root"></div><script src="new.js"></script>',
        }),
    );
    await explorer.getByTestId('again').click();
    await expect(explorer.getByTestId('trouble')).toContainText('The app has been updated');
    await explorer.getByRole('button', { name: 'Reload to get the new version' }).click();
    await expect(dialog).toContainText('Reload the page?');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await app.stepOnce();
    await files.supply(inPlace(explorer, page.getByTestId('inspector')));
    await files.supply(inPlace(explorer, page.getByTestId('looks-at')));
    await page.setViewportSize({ width: 390, height: 844 });
    await files.supply(inPlace(dialog, dialog.locator('.inspector-body')));
    await page.keyboard.press('Escape');

    // What a run asks for in its midst is refused, and the run goes on.
    await page.getByTestId('performance').click();
    const measure = page.getByTestId('measure');
    await measure.click();
    await files.supply({
      told: () => page.getByText(/what measures could not be loaded/).isVisible(),
      again: () => measure.click(),
      come: () => page.getByTestId('profile').isVisible(),
    });

    expect(files.untried).toEqual([]);
  },
);
