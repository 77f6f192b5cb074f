/**
 * @file Gives a worker a device that a test can destroy at an awkward moment: the test posts a {@link Misfortune}, which
 * a worker's own listeners, added later, do not hear of.
 */

/** At once, or after so many more submissions or reads of a buffer. */
export interface Misfortune {
  lose: 'now' | 'submitting' | 'reading';
  after: number;
}

let device: GPUDevice | undefined;
let awaited: Misfortune | undefined;

function happens(what: Misfortune['lose']): void {
  if (awaited?.lose !== what) return;
  awaited.after -= 1;
  if (awaited.after >= 0) return;
  awaited = undefined;
  device?.destroy();
}

/** The same object, of which the method `name` is `wrap(method)`. */
function altered<T extends object, K extends keyof T>(object: T, name: K, wrap: (method: T[K]) => T[K]): T {
  Object.defineProperty(object, name, { value: wrap(object[name]) });
  return object;
}

const fateful = (found: GPUDevice): GPUDevice => {
  const { queue } = found;
  altered(queue, 'submit', (submit) => (commands) => {
    happens('submitting');
    submit.call(queue, commands);
  });
  return altered(found, 'createBuffer', (create) => (descriptor) => {
    const buffer = create.call(found, descriptor);
    return altered(buffer, 'mapAsync', (map) => (...range) => {
      const mapped = map.call(buffer, ...range);
      happens('reading');
      return mapped;
    });
  });
};

altered(navigator.gpu, 'requestAdapter', (requestAdapter) => async (options) => {
  const adapter = await requestAdapter.call(navigator.gpu, options);
  if (adapter === null) return null;
  return altered(adapter, 'requestDevice', (requestDevice) => async (descriptor) => {
    device = fateful(await requestDevice.call(adapter, descriptor));
    return device;
  });
});

addEventListener('message', (event: MessageEvent<Misfortune | object>) => {
  if (!('lose' in event.data)) return;
  event.stopImmediatePropagation();
  awaited = { ...event.data };
  happens('now');
});
