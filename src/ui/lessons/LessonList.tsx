/** @file The list of lessons, and what to do with one of one's own. */
import { allLessons } from '../../store/lessons/lessons.ts';
import { usePage, usePresentation } from '../PageContext.ts';
import { pickFile } from '../shell/pickFile.ts';
import { useLessons } from './useLessons.ts';

export function LessonList() {
  const { openLesson } = usePage().presentation;
  const { openFiles } = usePage().opener;
  const named = usePresentation((state) => state.lesson);
  const opened = useLessons((state) => state.opened);
  const done = useLessons((state) => state.done);
  const lessons = allLessons({ opened });
  return (
    <div className="lesson-body">
      {named !== null && named !== '' && (
        <p className="lesson-note" role="status">
          There is no lesson called “{named}” here; these are.
        </p>
      )}
      <p>Short cards beside the live page: an idea, something to do, a question.</p>
      <ul className="lesson-list">
        {lessons.map(({ id, title, about, language, cards }) => {
          const tasks = cards.filter(({ task }) => task !== null).length;
          const ready = [...done].filter((key) => key.startsWith(`${id} `)).length;
          return (
            <li key={id} lang={language}>
              <button type="button" data-testid={`lesson-${id}`} onClick={() => openLesson(id)}>
                <b>{title}</b>
                <span>{about}</span>
                <small lang="en">
                  {cards.length} cards{ready > 0 && `, ${ready} of ${tasks} things done`}
                </small>
              </button>
            </li>
          );
        })}
      </ul>
      <p className="lesson-own">
        A lesson is a text file, and may be your own.{' '}
        <button type="button" className="quiet" data-testid="open-lesson" onClick={() => pickFile(openFiles)}>
          Open one…
        </button>
      </p>
    </div>
  );
}
