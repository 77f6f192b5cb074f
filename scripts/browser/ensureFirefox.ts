/** @file Gets the tests a Firefox, and Vulkan for its WebGPU, where the distribution has both and may be asked. */
import { howToGetFirefox } from '../../src/cli/engine/firefox.ts';
import { canInstall, type Host } from './ensureBrowser.ts';

/** What getting Firefox does to a machine, so that the decisions can be tested without one. */
export interface FirefoxHost extends Pick<Host, 'isRoot' | 'hasCommand' | 'run' | 'say'> {
  find: () => string | undefined;
  /** Whether a driver for Vulkan is installed, on which Firefox's WebGPU stands here. */
  hasVulkan: () => boolean;
}

/** Gets what is missing where that can be had, and says what it does, and what is left out where it cannot. */
export function ensureFirefox(host: FirefoxHost): void {
  const missing = [
    ...(host.find() === undefined ? ['firefox-esr'] : []),
    ...(host.hasVulkan() ? [] : ['mesa-vulkan-drivers']),
  ];
  if (missing.length > 0 && canInstall(host)) {
    host.say(`Getting ${missing.join(' and ')} from the distribution (apt-get install) …`);
    if (host.run('apt-get', 'update'))
      for (const name of missing) host.run('apt-get', 'install', '--yes', '--no-install-recommends', name);
  }
  if (host.find() === undefined)
    host.say(`There is no Firefox here, so nothing is tested in it. ${howToGetFirefox}`);
  else if (!host.hasVulkan())
    host.say('Firefox’s WebGPU has no Vulkan here (on Debian mesa-vulkan-drivers), so it is not tested.');
}
