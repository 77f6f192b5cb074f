/** @file Something to do: a button that does it and says what it did, and a mark when it is done, whoever did it. */
import type { Task } from '../../lessons/lesson.ts';
import { lessonsOf } from '../../store/lessons/onPage.ts';
import { usePage } from '../PageContext.ts';
import { Icon } from '../shell/Icon.tsx';
import { Text } from './Text.tsx';
import { useLessons } from './useLessons.ts';
import { buttonText } from './words.ts';

interface Props {
  task: Task;
  /** Of its card. */
  id: string;
}

export function TaskBlock({ task, id }: Props) {
  const { act } = usePage().part(lessonsOf);
  const done = useLessons((state) => state.done.has(id));
  const said = useLessons((state) => state.said);
  return (
    <section className="lesson-task" aria-label="Try it" data-testid="lesson-task" data-done={done}>
      <h3 lang="en">
        Try it
        <span className="lesson-done" role="status">
          {done && (
            <>
              <Icon name="check" /> done
            </>
          )}
        </span>
      </h3>
      <Text paragraphs={task.text} />
      <button type="button" className="button" data-testid="lesson-act" onClick={() => void act()}>
        {task.label ?? buttonText(task.action)}
      </button>
      <p className="lesson-said" role="status" lang="en" data-testid="lesson-said">
        {said}
      </p>
    </section>
  );
}
