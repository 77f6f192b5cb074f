/** @file The images: some with their neighbours, and beside them one with the reasons for its pair. */
import { lazy, Suspense } from 'react';
import { usePage, useInspector } from './PageContext.ts';
import { NeighbourGallery } from './explorer/NeighbourGallery.tsx';
import { Dialog } from './shell/Dialog.tsx';

const InspectorPanel = lazy(() => import('./inspector/InspectorPanel.tsx'));
const PairInspector = lazy(() => import('./inspector/PairInspector.tsx'));

export function Explorer({ narrow }: { narrow: boolean }) {
  const { close } = usePage().inspector;
  const open = useInspector(({ image }) => image !== null);
  return (
    <div className="explorer">
      <NeighbourGallery />
      <Suspense fallback={null}>
        {open && !narrow && <InspectorPanel />}
        {open && narrow && (
          <Dialog title="Why this pair?" className="sheet" onClose={close}>
            <PairInspector />
          </Dialog>
        )}
      </Suspense>
    </div>
  );
}
