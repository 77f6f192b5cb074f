import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { wasmKernels } from './scripts/vite/assemblyscript.ts';
import { threadedWasm } from './scripts/vite/threadedWasm.ts';
import { bundlerRoot } from './src/cli/engine/bundlerRoot.ts';
import { isolationHeaders } from './src/cli/engine/isolationHeaders.ts';

const { root, linked } = bundlerRoot(import.meta.dirname);

export default defineConfig({
  root,
  // Relative URLs: the built folder works from any sub-path of any static host.
  base: './',
  plugins: [react(), wasmKernels()],
  resolve: {
    preserveSymlinks: linked,
    dedupe: ['@tensorflow/tfjs-core', 'react', 'react-dom'],
  },
  // What only the worker imports is found too late by the dev server, which would then reload the page.
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgpu',
      'ml-matrix',
      'zod',
    ],
  },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
  worker: { format: 'es', plugins: () => [wasmKernels(), threadedWasm()] },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 2000,
    // One style sheet for all: a part that comes late cannot come without its own, which is never asked for twice.
    cssCodeSplit: false,
    // The page's own code in one file: two dozen small ones, for what late parts share with it, are compressed apart.
    // Its start is not in it: that awaits late parts, which would await what they share with it.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'page', tags: ['$initial'], test: /[\\/](src[\\/].+[\\/]|node_modules[\\/])/ }],
        },
      },
    },
  },
});
