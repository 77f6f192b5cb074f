/** @file One thing of a card, as a caption. */
import type { Place } from '../../store/lessons/lessons.ts';
import { lessonsOf } from '../../store/lessons/onPage.ts';
import { usePage } from '../PageContext.ts';
import { Pieces, Text } from '../lessons/Text.tsx';
import { useLessons } from '../lessons/useLessons.ts';
import { buttonText } from '../lessons/words.ts';
import { Icon } from '../shell/Icon.tsx';
import type { Stage } from './stages.ts';

interface Props {
  place: Place;
  stage: Stage;
}

export function Caption({ place: { card, lesson, key }, stage }: Props) {
  const { act } = usePage().part(lessonsOf);
  const done = useLessons((state) => state.done.has(key));
  const { task, question } = card;
  return (
    <div className="caption" lang={lesson.language} aria-live="polite">
      <h2>{card.title}</h2>
      {stage === 'text' && <Text paragraphs={card.text} />}
      {stage === 'task' && task !== null && (
        <div className="caption-task">
          <div>
            <Text paragraphs={task.text} />
          </div>
          <button type="button" className="button" data-testid="caption-act" onClick={() => void act()}>
            {done && <Icon name="check" />}
            {task.label ?? buttonText(task.action)}
          </button>
        </div>
      )}
      {stage === 'question' && question !== null && (
        <>
          <Text paragraphs={question.text} />
          <ol className="caption-options">
            {question.options.map(({ text }, number) => (
              <li key={number}>
                <Pieces pieces={text} />
              </li>
            ))}
          </ol>
        </>
      )}
      {stage === 'answer' && question !== null && (
        <div data-testid="caption-answer">
          <Text paragraphs={question.answer} />
        </div>
      )}
    </div>
  );
}
