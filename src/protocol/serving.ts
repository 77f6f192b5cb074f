/**
 * @file What browsers withhold from a page because of how it is served, in sentences for the person. `secure` is what
 * browsers call a secure context: https, or the machine that serves the page itself.
 */

const plainHttp = 'This page came over plain http';
const instead = 'open it over https, or as localhost on the machine that serves it';

/** What an adapter is called of which nothing is told, as in Firefox. */
export const unnamedAdapter = 'an adapter that this browser does not name';

/** Why there is no WebGPU adapter. */
export const whyNoWebgpu = (secure: boolean): string =>
  secure ? 'This browser offers no WebGPU adapter.' : `${plainHttp}, where browsers offer no WebGPU.`;

/** What someone can do who has asked for WebGPU where there is none. */
export const withoutWebgpu = (secure: boolean): string =>
  `Choose WASM, or ${secure ? 'a browser with WebGPU' : instead}.`;

/** Why WASM computes where nothing was asked for by name, and there is no WebGPU. */
export const whyWasm = (secure: boolean): string =>
  secure
    ? 'This browser offers no WebGPU, so the CPU computes, through WASM.'
    : `${plainHttp}, where browsers offer no WebGPU, so the CPU computes, through WASM.`;

/** Why WASM has one thread, where the processor has more; `isolated` is whether the page may have more. */
export const whyOneThread = (secure: boolean, isolated = false): string => {
  if (isolated)
    return 'This browser did not start the threads that WASM asked for, so one has to do; a reload may help.';
  return secure
    ? 'This page was served without cross-origin isolation, so one thread has to do.'
    : `Over plain http browsers share no memory between threads, so one has to do: ${instead}.`;
};
