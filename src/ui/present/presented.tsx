/** @file What explains the page and presents it, none of which comes with it; and what stands in its place. */
import type { ReactNode } from 'react';
import { usePage } from '../PageContext.ts';
import { late } from '../late/late.tsx';
import { DialogInstead } from '../shell/DialogInstead.tsx';

export const LessonDock = late<{ sheet: boolean }>({
  name: 'The lessons',
  load: () => import('../lessons/LessonDock.tsx'),
  meanwhile: ({ sheet }) => <LessonPlace sheet={sheet} />,
  place: (trouble, { sheet }) => <LessonPlace sheet={sheet}>{trouble}</LessonPlace>,
});
export const ProjectorBar = late({
  name: 'What presents the page',
  load: () => import('./ProjectorBar.tsx'),
  meanwhile: () => <footer className="caption-bar" aria-busy="true" />,
  place: (trouble) => <BarInstead>{trouble}</BarInstead>,
});
export const ShareDialog = late({
  name: 'What shares with a class',
  load: () => import('./ShareDialog.tsx'),
  place: (trouble) => <DialogInstead title="Share with a class">{trouble}</DialogInstead>,
});

/** The place that the lessons take, as large as they will be. */
function LessonPlace({ sheet, children }: { sheet: boolean; children?: ReactNode }) {
  const { closeLesson } = usePage().presentation;
  return (
    <aside
      className={`lesson lesson-to-come${sheet ? ' lesson-sheet' : ''}`}
      aria-label="Lessons"
      aria-busy={children === undefined}
    >
      {children}
      {children !== undefined && (
        <button type="button" className="quiet" onClick={closeLesson}>
          Close the lessons
        </button>
      )}
    </aside>
  );
}

/** The page can be left as it was, too. */
function BarInstead({ children }: { children: ReactNode }) {
  const { project } = usePage().presentation;
  return (
    <footer className="caption-bar">
      {children}
      <button type="button" className="button" onClick={() => project(false)}>
        Leave projector mode
      </button>
    </footer>
  );
}
