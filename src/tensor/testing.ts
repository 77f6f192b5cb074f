/**
 * @file What tests in a browser choose for themselves, taken back after each file: files share their page, and the next
 * is to meet what everyone meets.
 */
import { afterAll } from 'vitest';
import { setFusing } from './kernels.ts';
import { setTaping } from './stepProgram.ts';
import { setKernelStyle } from './webgpu/device.ts';
import { foldBeyond, lowerLimits } from './webgpu/limits.ts';
import { setProductStyle } from './webgpu/productStyle.ts';

afterAll(() => {
  setFusing(true);
  setTaping(true);
  setKernelStyle('auto');
  setProductStyle('auto');
  foldBeyond(Infinity);
  lowerLimits();
});
