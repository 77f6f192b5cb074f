import { expect, it } from 'vitest';
import { UsageError } from '../../command/failure.ts';
import { requireDawn } from './dawn.ts';

it('says how to get the package where it is missing', () => {
  const missing = () => {
    throw new Error('Cannot find module');
  };
  expect(() => requireDawn(missing)).toThrow(UsageError);
  expect(() => requireDawn(missing)).toThrow(
    /^Node has no WebGPU of its own\. .*`npm install --no-save webgpu`\.$/,
  );
});

it('is content where it is there', () => {
  expect(() => requireDawn(() => 'node_modules/webgpu/index.js')).not.toThrow();
});
