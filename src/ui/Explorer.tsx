/** @file The images: some with their neighbours, and beside them one with the reasons for its pair. */
import { NeighbourGallery } from './explorer/NeighbourGallery.tsx';
import { Inspector } from './inspector/Inspector.tsx';

export const Explorer = ({ narrow }: { narrow: boolean }) => (
  <div className="explorer">
    <NeighbourGallery />
    <Inspector narrow={narrow} />
  </div>
);
