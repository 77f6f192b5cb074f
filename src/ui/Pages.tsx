/** @file The app's two pages by the hash of the address, which any static host can serve. */
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { App } from './App.tsx';
import { useTheme } from './shell/theme.ts';

/** The device check is for the few who want it; it loads when it is asked for. */
const CheckPage = lazy(() => import('./check/CheckPage.tsx'));

export function Pages() {
  useTheme();
  return useHash() === '#check' ? (
    <Suspense fallback={null}>
      <CheckPage />
    </Suspense>
  ) : (
    <App />
  );
}

function useHash(): string {
  return useSyncExternalStore(
    (onChange) => {
      addEventListener('hashchange', onChange);
      return () => removeEventListener('hashchange', onChange);
    },
    () => location.hash,
  );
}
