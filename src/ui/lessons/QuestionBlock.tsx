/** @file A question: its options, and the answer once one has been given, or not before the class has it. */
import type { CardQuestion } from '../../lessons/lesson.ts';
import { lessonsOf } from '../../store/lessons/onPage.ts';
import { usePage, usePresentation } from '../PageContext.ts';
import { Icon } from '../shell/Icon.tsx';
import { Pieces, Source, Text } from './Text.tsx';
import { useLessons } from './useLessons.ts';

interface Props {
  question: CardQuestion;
  /** Of its card. */
  id: string;
}

export function QuestionBlock({ question, id }: Props) {
  const { answer } = usePage().part(lessonsOf);
  const chosen = useLessons((state) => state.answered.get(id));
  const shown = usePresentation((state) => state.answers) && chosen !== undefined;
  return (
    <section className="lesson-question" aria-label="Question" data-testid="lesson-question">
      <h3 lang="en">Before you look</h3>
      <Text paragraphs={question.text} />
      <ol className="lesson-options">
        {question.options.map(({ text, right }, place) => (
          <li key={place}>
            <button
              type="button"
              className="button"
              aria-pressed={chosen === place}
              data-answer={shown ? (right ? 'right' : chosen === place ? 'wrong' : 'other') : 'open'}
              data-testid={`option-${place + 1}`}
              onClick={() => answer(place)}
            >
              <kbd aria-hidden="true">{place + 1}</kbd>
              <span>
                <Pieces pieces={text} plain />
              </span>
              {shown && right && <Mark icon="check" text="right" />}
              {shown && !right && chosen === place && <Mark icon="close" text="not this" />}
            </button>
          </li>
        ))}
      </ol>
      <div aria-live="polite">
        {shown && (
          <div className="lesson-answer" data-testid="lesson-answer">
            <Text paragraphs={question.answer} />
            <Source paragraphs={question.answer} />
          </div>
        )}
        {!shown && chosen !== undefined && (
          <p className="lesson-note" lang="en">
            Noted on this page alone. Whoever shared this link keeps the answer for the class.
          </p>
        )}
      </div>
    </section>
  );
}

const Mark = ({ icon, text }: { icon: 'check' | 'close'; text: string }) => (
  <span className="lesson-mark" lang="en">
    <Icon name={icon} />
    <span className="hidden">{text}</span>
  </span>
);
