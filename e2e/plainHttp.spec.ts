/** @file The app from another machine of a local network, over plain http: browsers withhold much, and the page says why. */
import { plain } from './addresses.ts';
import { expect, test as base, tinyRunWith } from './app.ts';

const { port, pathname } = new URL(plain);

/** The name of a machine that the browser does not know to be its own. */
const classroom = `http://classroom.test:${port}${pathname}`;

const test = base.extend<object, object>({
  launchOptions: [
    async ({ launchOptions }, use) => {
      const map = '--host-resolver-rules=MAP classroom.test 127.0.0.1';
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), map] });
    },
    { scope: 'worker' },
  ],
});

test.use({ baseURL: classroom });

test('plain http is named as the reason, where there is neither WebGPU nor a second thread', async ({
  app,
}) => {
  const { page } = app;
  await page.goto('./#check');
  await expect(page.getByTestId('check-device')).toContainText(
    'WebGPU adapternone, the page came over plain http',
  );
  await expect(page.getByTestId('check-device')).toContainText(
    'Threads for WASMno, the page came over plain http',
  );

  await app.open(tinyRunWith({ backend: 'auto' }));
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await app.stepFromIdle();
  await app.openSettings();
  await expect(page.getByTestId('backend-reason')).toHaveText(
    /plain http.*no WebGPU.*over https, or as localhost/,
  );
});
