/** @file A browser without WebGPU: asked for by name it is refused in a sentence, by itself WASM takes over. */
import { expect, test as base, tinyRun } from './app.ts';

const test = base.extend<object, object>({
  launchOptions: [
    async ({ launchOptions }, use) => {
      const args = (launchOptions.args ?? []).filter((argument) => !/webgpu|Vulkan/i.test(argument));
      await use({ ...launchOptions, args: [...args, '--disable-features=WebGPU', '--disable-gpu'] });
    },
    { scope: 'worker' },
  ],
});

const query = (backend: string): URLSearchParams => {
  const run = new URLSearchParams(tinyRun);
  run.set('backend', backend);
  return run;
};

test('WebGPU by name is refused, and another choice then works', async ({ app }) => {
  await app.open(query('webgpu'));
  await app.button('play').click();
  await app.expectPhase('failed');
  await expect(app.notices).toHaveText(/no WebGPU adapter.*Choose WASM/);

  await app.openSettings();
  await app.page.getByTestId('field-backend').getByText('WASM').click();
  await app.button('play').click();
  await app.untilStep(3);
  await expect(app.page.getByTestId('device')).toContainText('WASM');
});

test('by itself the page computes through WASM and says why', async ({ app }) => {
  await app.open(query('auto'));
  await app.button('play').click();
  await app.untilStep(3);
  await app.openSettings();
  await expect(app.page.getByTestId('backend-reason')).toHaveText(/no WebGPU.*WASM/);
});
