import { describe, expect, it } from 'vitest';
import { whyNoWebgpu, whyOneThread, whyWasm, withoutWebgpu } from './serving.ts';

const sentences = [whyNoWebgpu, withoutWebgpu, whyWasm, whyOneThread];

describe('what a page is told of how it is served', () => {
  it('blames neither browser nor headers over plain http, and says what helps', () => {
    const told = sentences.map((sentence) => sentence(false)).join(' ');
    expect(told).not.toMatch(/This browser|cross-origin|headers/);
    expect(told).toMatch(/https, or as localhost/);
    for (const why of [whyNoWebgpu, whyWasm, whyOneThread]) expect(why(false)).toContain('plain http');
  });

  it('says nothing of http to a page that came over https', () => {
    for (const sentence of sentences) expect(sentence(true)).not.toMatch(/http/);
    expect(whyNoWebgpu(true)).toContain('This browser offers no WebGPU adapter');
    expect(whyOneThread(true)).toContain('cross-origin isolation');
    expect(whyOneThread(true, true)).toContain('did not start the threads');
  });

  it('is whole sentences', () => {
    for (const sentence of sentences)
      for (const secure of [true, false]) expect(sentence(secure)).toMatch(/^[A-Z].*\.$/);
  });
});
