import { describe, expect, it } from 'vitest';
import { UsageError } from '../command/failure.ts';
import type { Machine } from './browser.ts';
import { findFirefox, firefoxOptions, requireFirefox } from './firefox.ts';

const machine = (programs: string[], overrides: Partial<Machine> = {}): Machine => ({
  platform: 'linux',
  env: { PATH: '/usr/local/bin:/usr/bin' },
  playwrightPath: '',
  isExecutable: (file) => programs.includes(file),
  ...overrides,
});

describe('findFirefox', () => {
  it('prefers FIREFOX_PATH, and does not pass over one that is wrong', () => {
    const env = { PATH: '/usr/bin', FIREFOX_PATH: '/opt/firefox/firefox' };
    expect(findFirefox(machine(['/opt/firefox/firefox', '/usr/bin/firefox'], { env }))).toBe(
      '/opt/firefox/firefox',
    );
    expect(() => findFirefox(machine(['/usr/bin/firefox'], { env }))).toThrow(UsageError);
  });

  it.each([
    ['linux', {}, '/usr/bin/firefox-esr'],
    ['darwin', {}, '/Applications/Firefox.app/Contents/MacOS/firefox'],
    ['win32', { PROGRAMFILES: 'C:\\Program Files' }, 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
  ] as const)('knows where installers put it on %s', (platform, env, file) => {
    const given = machine([file], { platform, env: { PATH: '/usr/local/bin:/usr/bin', ...env } });
    expect(findFirefox(given)).toBe(file);
  });

  it('says how to get it where there is none', () => {
    expect(findFirefox(machine([]))).toBeUndefined();
    expect(() => requireFirefox(machine([]))).toThrow(/^No Firefox was found\. .*FIREFOX_PATH/);
  });
});

it('asks for WebGPU by preferences', () => {
  expect(firefoxOptions('/usr/bin/firefox')).toMatchObject({
    browser: 'firefox',
    extraPrefsFirefox: { 'dom.webgpu.enabled': true },
  });
});
