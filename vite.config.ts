import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { wasmKernels } from './scripts/vite/assemblyscript.ts';
import { threadedWasm } from './scripts/vite/threadedWasm.ts';
import { isolationHeaders } from './src/cli/engine/isolationHeaders.ts';

export default defineConfig({
  // Relative URLs: the built folder works from any sub-path of any static host.
  base: './',
  plugins: [react(), wasmKernels()],
  resolve: { dedupe: ['@tensorflow/tfjs-core', 'react', 'react-dom'] },
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
  },
});
