/** @file The app's two pages by the hash of the address, which any static host can serve. */
import { useState, type ReactNode } from 'react';
import { App } from './App.tsx';
import { late } from './late/late.tsx';
import { PartBoundary } from './late/PartBoundary.tsx';
import { Trouble } from './late/Trouble.tsx';
import { useTheme } from './shell/theme.ts';
import { useHash } from './shell/useHash.ts';

/** The device check is for the few who want it; it loads when it is asked for. */
const CheckPage = late({
  name: 'The device check',
  load: () => import('./check/CheckPage.tsx'),
  place: (trouble) => (
    <PageInstead>
      {trouble}
      <a href="#" data-testid="to-playground">
        Back to the playground
      </a>
    </PageInstead>
  ),
});

export function Pages() {
  useTheme();
  const [attempt, setAttempt] = useState(0);
  const again = () => setAttempt(attempt + 1);
  const page = useHash() === '#check' ? <CheckPage /> : <App />;
  return (
    <PartBoundary
      key={attempt}
      instead={(error) => (
        <PageInstead>
          <Trouble name="The page" error={error} onAgain={again} />
        </PageInstead>
      )}
    >
      {page}
    </PartBoundary>
  );
}

const PageInstead = ({ children }: { children: ReactNode }) => (
  <main className="page-instead">
    <div className="card">
      <h1>AdaSim Playground</h1>
      {children}
    </div>
  </main>
);
