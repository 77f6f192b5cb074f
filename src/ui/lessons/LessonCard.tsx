/** @file One card: its idea, the thing to do, the question. */
import type { Place } from '../../store/lessons/lessons.ts';
import { Grounds } from './Grounds.tsx';
import { QuestionBlock } from './QuestionBlock.tsx';
import { Ring } from './Ring.tsx';
import { TaskBlock } from './TaskBlock.tsx';
import { Source, Text } from './Text.tsx';

interface Props {
  place: Place;
  /** Whether it lies over the lower half of the page. */
  sheet: boolean;
}

export function LessonCard({ place, sheet }: Props) {
  const { card, lesson, key } = place;
  return (
    <div className="lesson-body" lang={lesson.language}>
      <h2>{card.title}</h2>
      <div className="lesson-text">
        <Text paragraphs={card.text} />
      </div>
      <Source paragraphs={card.text} />
      <Grounds card={card} />
      {card.task !== null && <TaskBlock task={card.task} id={key} />}
      {card.question !== null && <QuestionBlock question={card.question} id={key} />}
      {card.point !== null && <Ring anchor={card.point} sheet={sheet} />}
    </div>
  );
}
