import { describe, expect, it } from 'vitest';
import { ensureFirefox, type FirefoxHost } from './ensureFirefox.ts';

/** A machine with these packages, that says what was done to it. */
function machine(packages: string[], { isRoot = true, online = true } = {}) {
  const installed = new Set(packages);
  const done: string[] = [];
  const said: string[] = [];
  const host: FirefoxHost = {
    isRoot,
    hasCommand: (name) => name === 'apt-get',
    find: () => (installed.has('firefox-esr') ? '/usr/bin/firefox-esr' : undefined),
    hasVulkan: () => installed.has('mesa-vulkan-drivers'),
    run: (command, ...words) => {
      done.push([command, ...words].join(' '));
      if (online && words[0] === 'install') installed.add(words.at(-1) ?? '');
      return online;
    },
    say: (line) => said.push(line),
  };
  return { host, done, said };
}

describe('ensureFirefox', () => {
  it('does nothing where both are', () => {
    const { host, done, said } = machine(['firefox-esr', 'mesa-vulkan-drivers']);
    ensureFirefox(host);
    expect([...done, ...said]).toEqual([]);
  });

  it('gets what is missing, and only that', () => {
    const { host, done, said } = machine(['firefox-esr']);
    ensureFirefox(host);
    expect(done).toEqual([
      'apt-get update',
      'apt-get install --yes --no-install-recommends mesa-vulkan-drivers',
    ]);
    expect(said).toEqual(['Getting mesa-vulkan-drivers from the distribution (apt-get install) …']);
  });

  it('says what is left out where it may install nothing, or the network is gone', () => {
    const { host, done, said } = machine([], { isRoot: false });
    ensureFirefox(host);
    expect(done).toEqual([]);
    expect(said).toEqual([expect.stringMatching(/^There is no Firefox here, so nothing is tested in it\./)]);
    const offline = machine(['firefox-esr'], { online: false });
    ensureFirefox(offline.host);
    expect(offline.said.at(-1)).toContain('has no Vulkan here');
  });
});
