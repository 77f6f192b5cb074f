/** @file A change of the experiment, taken over whole or refused in a sentence. */
import type { StoreApi } from 'zustand/vanilla';
import type { ConfigError } from '../../config/error.ts';
import { loadPart } from '../parts/part.ts';
import type { ExperimentState } from './experimentState.ts';

export type ExperimentStore = StoreApi<ExperimentState>;

/** Loads the schema's parser, which is not part of the first paint. @throws PartError */
export const loadParser = () => loadPart(() => import('../../config/overrides.ts'));

/** The same ahead of the first edit, which tells if it fails. */
export const preloadParser = (): Promise<unknown> => loadParser().catch(() => undefined);

/** Changes the arms. What the configuration does not allow changes nothing and leaves a refusal at `path`. */
export function edit(
  store: ExperimentStore,
  path: string,
  change: (state: ExperimentState) => Partial<ExperimentState>,
): void {
  store.setState((state) => {
    try {
      const changed = change(state);
      const same = (changed.arms ?? state.arms).length === state.arms.length;
      return { ...changed, ...(!same && { lineup: Symbol('arms') }), refusal: null };
    } catch (error) {
      return { refusal: { path, message: asConfigError(error).message } };
    }
  });
}

const isConfigError = (error: unknown): error is ConfigError =>
  error instanceof Error && error.name === 'ConfigError';

/** Anything else is a fault of ours and must be seen. */
function asConfigError(error: unknown): ConfigError {
  if (isConfigError(error)) return error;
  throw error;
}
