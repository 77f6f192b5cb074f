/** @file Projector mode as the style sheet knows it, and what is shown in it where there is no room for all. */
import { useEffect } from 'react';
import { useInspector, usePresentation, useView } from '../PageContext.ts';

/** `projector.css` follows the attribute. */
export function useProjector(): void {
  const projector = usePresentation((presentation) => presentation.projector);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-projector', projector);
    return () => document.documentElement.removeAttribute('data-projector');
  }, [projector]);
}

/** On a projector the diagram, or the pictures while a lesson speaks of them or one is asked about. */
export function useStage(): 'both' | 'diagram' | 'explorer' {
  const projector = usePresentation((presentation) => presentation.projector);
  const asked = useInspector(({ image }) => image !== null);
  const stage = useView((view) => view.stage);
  if (!projector) return 'both';
  return asked ? 'explorer' : stage;
}
