/** @file What the networks look at, wherever it is shown: its code comes with the first. */
import { late } from '../late/late.tsx';

export const LateLooks = late({
  name: 'What the networks look at',
  load: () => import('./LooksAt.tsx'),
});
