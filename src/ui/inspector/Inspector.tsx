/** @file Why this pair?, wherever a picture was asked about: a card beside the pictures, or a sheet over a narrow page. */
import type { ReactNode } from 'react';
import { usePage, useInspector } from '../PageContext.ts';
import { late } from '../late/late.tsx';
import { Dialog } from '../shell/Dialog.tsx';
import { Icon } from '../shell/Icon.tsx';

const name = 'What explains a pair';
const InspectorPanel = late({
  name,
  load: () => import('./InspectorPanel.tsx'),
  place: (trouble) => <PanelInstead>{trouble}</PanelInstead>,
});
const PairInspector = late({ name, load: () => import('./PairInspector.tsx') });

export function Inspector({ narrow }: { narrow: boolean }) {
  const { close } = usePage().inspector;
  const open = useInspector(({ image }) => image !== null);
  if (!open) return null;
  if (!narrow) return <InspectorPanel />;
  return (
    <Dialog title="Why this pair?" className="sheet" onClose={close}>
      <PairInspector />
    </Dialog>
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
