/** @file The images: some with their neighbours, and beside them one with the reasons for its pair. */
import type { ReactNode } from 'react';
import { usePage, useInspector } from './PageContext.ts';
import { NeighbourGallery } from './explorer/NeighbourGallery.tsx';
import { late } from './late/late.tsx';
import { Dialog } from './shell/Dialog.tsx';
import { Icon } from './shell/Icon.tsx';

const name = 'What explains a pair';
const InspectorPanel = late({
  name,
  load: () => import('./inspector/InspectorPanel.tsx'),
  place: (trouble) => <PanelInstead>{trouble}</PanelInstead>,
});
const PairInspector = late({ name, load: () => import('./inspector/PairInspector.tsx') });

export function Explorer({ narrow }: { narrow: boolean }) {
  const { close } = usePage().inspector;
  const open = useInspector(({ image }) => image !== null);
  return (
    <div className="explorer">
      <NeighbourGallery />
      {open && !narrow && <InspectorPanel />}
      {open && narrow && (
        <Dialog title="Why this pair?" className="sheet" onClose={close}>
          <PairInspector />
        </Dialog>
      )}
    </div>
  );
}

function PanelInstead({ children }: { children: ReactNode }) {
  const { close } = usePage().inspector;
  return (
    <section className="card inspector" aria-label="Why this pair?">
      <header className="question-head">
        <h2>Why this pair?</h2>
        <button type="button" className="button icon-only small" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </section>
  );
}
