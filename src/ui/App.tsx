/** @file The playground: bar, settings, questions, explorer, status. */
import { useSyncExternalStore } from 'react';
import { questions } from '../metrics/questions.ts';
import { NARROW } from '../store/browser.ts';
import { Explorer } from './Explorer.tsx';
import { usePage, useView, useEndings, usePresentation } from './PageContext.ts';
import { QuestionCard } from './charts/QuestionCard.tsx';
import { late } from './late/late.tsx';
import { EmbedBar } from './present/EmbedBar.tsx';
import { LessonDock, ProjectorBar, ShareDialog } from './present/presented.tsx';
import { useProjector, useStage } from './present/useProjector.ts';
import { Performance } from './performance/Performance.tsx';
import { ResultsLink } from './results/ResultsLink.tsx';
import { useOver } from './results/useOver.ts';
import { Dialog } from './shell/Dialog.tsx';
import { DialogInstead } from './shell/DialogInstead.tsx';
import { DropOverlay } from './shell/DropOverlay.tsx';
import { EndingDialog } from './shell/EndingDialog.tsx';
import { Lede } from './shell/Lede.tsx';
import { Legend } from './shell/Legend.tsx';
import { Notices } from './shell/Notices.tsx';
import { PlayButton, ResetButton, SeedButton, StepButton } from './shell/RunControls.tsx';
import { SettingsButton } from './shell/SettingsButton.tsx';
import { StatusLine } from './shell/StatusLine.tsx';
import { Terms } from './terms/Terms.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { Views } from './shell/Views.tsx';
import { useShortcuts } from './shell/shortcuts.ts';
import { useHash } from './shell/useHash.ts';

const Settings = late({
  name: 'The settings',
  load: () => import('./controls/Settings.tsx'),
});
const HelpDialog = late({
  name: 'The help',
  load: () => import('./shell/HelpDialog.tsx'),
  place: (trouble) => <DialogInstead title="How this works">{trouble}</DialogInstead>,
});
const CreditsDialog = late({
  name: 'The credits',
  load: () => import('./shell/CreditsDialog.tsx'),
  place: (trouble) => <DialogInstead title="Credits and licences">{trouble}</DialogInstead>,
});
const Diagram = late({
  name: 'The diagram',
  load: () => import('./diagram/Diagram.tsx'),
  // As high as it will be: the charts stay where they are.
  meanwhile: () => <section className="card diagram-to-come" aria-label="The diagram" aria-busy="true" />,
  place: (trouble) => (
    <section className="card diagram-to-come" aria-label="The diagram">
      {trouble}
    </section>
  ),
});
const Results = late({
  name: 'The table of results',
  load: () => import('./results/Results.tsx'),
  // What the link to the results leads to until then.
  meanwhile: () => (
    <section id="results" className="card results-to-come" aria-label="Results" aria-busy="true" />
  ),
  place: (trouble) => (
    <section id="results" className="card results-instead" aria-label="Results" tabIndex={-1}>
      {trouble}
    </section>
  ),
});
const MapPage = late<{ narrow: boolean }>({
  name: 'The map',
  load: () => import('./map/MapPage.tsx'),
  meanwhile: () => <section className="map-to-come" aria-label="The map" aria-busy="true" />,
  place: (trouble) => (
    <section className="map-to-come" aria-label="The map">
      {trouble}
    </section>
  ),
});

export function App() {
  const narrow = useNarrow();
  const settingsOpen = useView((view) => view.settingsOpen);
  const { lesson, projector, embed, hidden } = usePresentation((presentation) => presentation);
  const desk = !narrow && !projector;
  const settings = settingsOpen && desk && !hidden.includes('settings');
  const docked = lesson !== null && desk;
  const onMap = useHash() === '#map';
  useShortcuts();
  useProjector();
  return (
    <>
      <a
        className="skip"
        href="#charts"
        onClick={(event) => {
          // The hash says which view is shown.
          event.preventDefault();
          document.getElementById('charts')?.focus();
        }}
      >
        Skip to the {onMap ? 'map' : 'charts'}
      </a>
      {projector && (
        <header>
          <h1 className="hidden">AdaSim Playground</h1>
        </header>
      )}
      {!projector && (embed ? <EmbedBar /> : <TopBar narrow={narrow} />)}
      <div className={`columns${settings ? ' columns-settings' : ''}${docked ? ' columns-lesson' : ''}`}>
        {settings && (
          <aside id="settings" className="sidebar" aria-label="Experiment">
            <Settings />
          </aside>
        )}
        <main id="charts" tabIndex={-1}>
          {narrow && <Views />}
          <Notices />
          {onMap ? <MapPage narrow={narrow} /> : <Overview narrow={narrow} />}
        </main>
        {docked && <LessonDock sheet={false} />}
      </div>
      {projector ? (
        <ProjectorBar />
      ) : (
        <footer className="bottom">
          <div className="status-bar">
            <StatusLine />
            <ResultsLink />
            {!embed && <Performance />}
          </div>
          {narrow && !embed && <BottomBar />}
        </footer>
      )}
      {lesson !== null && narrow && !projector && <LessonDock sheet />}
      {narrow && !hidden.includes('settings') && <SettingsSheet />}
      {!hidden.includes('files') && <DropOverlay />}
      <Terms />
      <Dialogs />
    </>
  );
}

/** The run at a glance: the method at work, its images, its questions. */
function Overview({ narrow }: { narrow: boolean }) {
  const over = useOver();
  const { projector, hidden } = usePresentation((presentation) => presentation);
  const charts = useView((view) => view.charts);
  const shown = questions.filter(({ id }) => charts === null || id in charts);
  const stage = useStage();
  return (
    <>
      {!projector && <Lede />}
      <div className="overview">
        {stage !== 'explorer' && !hidden.includes('diagram') && <Diagram />}
        {stage !== 'diagram' && !hidden.includes('neighbours') && <Explorer narrow={narrow} />}
        <Legend />
      </div>
      <div className={`questions${shown.length <= 2 ? ' questions-few' : ''}`}>
        {shown.map((question) => (
          <QuestionCard key={question.id} question={question} />
        ))}
      </div>
      {over && !projector && <Results />}
    </>
  );
}

/** The run's buttons within a thumb's reach. */
function BottomBar() {
  const hidden = usePresentation((presentation) => presentation.hidden);
  return (
    <div className="bottom-bar" role="group" aria-label="Run">
      <PlayButton />
      <StepButton />
      <ResetButton />
      <SeedButton />
      {!hidden.includes('settings') && <SettingsButton narrow />}
    </div>
  );
}

function SettingsSheet() {
  const { closeSheet } = usePage().view;
  const open = useView((view) => view.sheetOpen);
  if (!open) return null;
  return (
    <Dialog title="Experiment" className="sheet" onClose={closeSheet}>
      <Settings />
    </Dialog>
  );
}

function Dialogs() {
  const dialog = useView((view) => view.dialog);
  const asked = useEndings((endings) => endings.asked);
  return (
    <>
      {dialog === 'help' && <HelpDialog />}
      {dialog === 'credits' && <CreditsDialog />}
      {dialog === 'class' && <ShareDialog />}
      {asked !== null && <EndingDialog ending={asked} />}
    </>
  );
}

const narrowScreen = matchMedia(NARROW);

function useNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      narrowScreen.addEventListener('change', onChange);
      return () => narrowScreen.removeEventListener('change', onChange);
    },
    () => narrowScreen.matches,
  );
}
