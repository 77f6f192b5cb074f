/** @file The binaries of TensorFlow.js's WASM backend, which says of a missing one only that it cannot start. */

/** Whether the host sends all of these files as binaries. Some answer for a missing file with a page. */
export async function areServed(urls: readonly string[], fetchFile: typeof fetch = fetch): Promise<boolean> {
  const served = async (url: string): Promise<boolean> => {
    try {
      const response = await fetchFile(url);
      return response.ok && isBinary(new Uint8Array(await response.arrayBuffer()));
    } catch {
      return false;
    }
  };
  return (await Promise.all(urls.map(served))).every(Boolean);
}

/** "\0asm", as every binary begins. */
const isBinary = ([zero, ...letters]: Uint8Array): boolean =>
  zero === 0 && String.fromCharCode(...letters.slice(0, 3)) === 'asm';
