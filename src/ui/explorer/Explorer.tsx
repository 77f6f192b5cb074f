/** @file The images: some with their neighbours, and beside them one with the reasons for its pair. */
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { closeInspector, inspectorStore } from '../../store/inspector/inspector.ts';
import { Dialog } from '../shell/Dialog.tsx';
import { NeighbourGallery } from './NeighbourGallery.tsx';

const InspectorPanel = lazy(() => import('../inspector/InspectorPanel.tsx'));
const PairInspector = lazy(() => import('../inspector/PairInspector.tsx'));

export function Explorer({ narrow }: { narrow: boolean }) {
  const open = useStore(inspectorStore, ({ image }) => image !== null);
  return (
    <div className="explorer">
      <NeighbourGallery />
      <Suspense fallback={null}>
        {open && !narrow && <InspectorPanel />}
        {open && narrow && (
          <Dialog title="Why this pair?" className="sheet" onClose={closeInspector}>
            <PairInspector />
          </Dialog>
        )}
      </Suspense>
    </div>
  );
}
