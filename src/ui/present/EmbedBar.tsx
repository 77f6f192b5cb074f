/** @file The small bar of a page within another: what it is, the run's first button, and the way to the whole page. */
import { queryOf } from '../../store/experiment/address.ts';
import { presentationQuery } from '../../store/view/presentation.ts';
import { useExperiment, usePresentation } from '../PageContext.ts';
import { Logo } from '../shell/Logo.tsx';
import { PlayButton } from '../shell/RunControls.tsx';

export function EmbedBar() {
  const experiment = useExperiment((state) => state);
  const presentation = usePresentation((state) => state);
  const link = [queryOf(experiment), presentationQuery({ ...presentation, embed: false })]
    .filter((part) => part !== '')
    .join('&');
  return (
    <header className="topbar embed-bar">
      <Logo />
      <h1>AdaSim Playground</h1>
      <PlayButton />
      <a className="button" href={link} target="_blank" rel="noreferrer" data-testid="full-page">
        Open the full page
      </a>
    </header>
  );
}
