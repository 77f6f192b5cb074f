import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { bundlerRoot } from './bundlerRoot.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adasim-signs-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('bundlerRoot', () => {
  it('is the repository itself where its path is plain', () => {
    expect(bundlerRoot('/home/me/my app')).toEqual({ root: '/home/me/my app', linked: false });
  });

  it('is a path by which Vite finds everything, workers included', async () => {
    const repository = path.join(folder, 'my app #1');
    mkdirSync(repository);
    const put = (name: string, text: string) => {
      writeFileSync(path.join(repository, name), text);
    };
    put('index.html', '<script type="module" src="./main.js"></script>');
    put('main.js', `new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });`);
    put('worker.js', `import { answer } from './answer.js'; postMessage(answer);`);
    put('answer.js', `export const answer = 'forty-two';`);
    const { root, linked } = bundlerRoot(repository);
    expect(root).not.toContain('#');
    const out = path.join(folder, 'out');
    const built = await build({
      root,
      configFile: false,
      logLevel: 'silent',
      resolve: { preserveSymlinks: linked },
      worker: { format: 'es' },
      build: { outDir: out, emptyOutDir: true },
    });
    expect(built).toBeDefined();
    const html = readFileSync(path.join(out, 'index.html'), 'utf8');
    const main = readFileSync(path.join(out, /assets\/index-[^"]+\.js/.exec(html)?.[0] ?? ''), 'utf8');
    const worker = readFileSync(path.join(out, /assets\/worker-[^"`']+\.js/.exec(main)?.[0] ?? ''), 'utf8');
    expect(worker).toContain('forty-two');
  });

  it('says what to do where there is no way around', () => {
    expect(() => bundlerRoot('/home/me/#1', path.join(folder, 'temporary #2'))).toThrow(
      /^The path of this checkout, \/home\/me\/#1, has a # or \? in it, .* Move it to a folder without such signs\.$/,
    );
  });
});
