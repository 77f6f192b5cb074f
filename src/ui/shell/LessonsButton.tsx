/** @file Opens and closes the lessons, a textbook beside the page. */
import { usePage, usePresentation } from '../PageContext.ts';
import { Icon } from './Icon.tsx';

export function LessonsButton() {
  const { toggleLessons } = usePage().presentation;
  const open = usePresentation((presentation) => presentation.lesson !== null);
  return (
    <button
      type="button"
      className="button lessons-button"
      aria-label="Lessons"
      title="Lessons (L)"
      aria-expanded={open}
      data-testid="lessons"
      onClick={toggleLessons}
    >
      <Icon name="book" />
      <span className="button-label">Lessons</span>
    </button>
  );
}
