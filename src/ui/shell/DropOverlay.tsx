/** @file A file may be dropped anywhere on the page; while one hovers, the page says what it takes. */
import { useEffect, useState } from 'react';
import { usePage } from '../PageContext.ts';
import { Icon } from './Icon.tsx';

/** A drag of text or of a link is the browser's. */
const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;

export function DropOverlay() {
  const { openFiles } = usePage().opener;
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const hover = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      setHovering(true);
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setHovering(false);
      openFiles(event.dataTransfer?.files ?? []);
    };
    addEventListener('dragenter', hover);
    addEventListener('dragover', hover);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', hover);
      removeEventListener('dragover', hover);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [openFiles]);
  if (!hovering) return null;
  return (
    <section className="drop-overlay" aria-label="Drop to open" data-testid="drop-overlay">
      <div>
        <Icon name="open" />
        <h2>Drop to open</h2>
        <p>A checkpoint goes on, paused, with its own settings.</p>
        <p>PyTorch weights start a run with the settings of the form.</p>
        <p>A configuration fills in the form.</p>
        <p>A lesson opens beside the page.</p>
      </div>
    </section>
  );
}
