/** @file One line on the state of an arm; it opens to what that means and what usually helps. */
import { useState } from 'react';
import { diagnosisOf } from '../../store/run/diagnosis.ts';
import { useRun } from '../PageContext.ts';
import { Sentence } from '../terms/Sentence.tsx';
import { advice, figures, verdictTitle, verdictTone } from './words.ts';

/** @param place of the arm in the run */
export default function ArmDiagnosis({ place }: { place: number }) {
  const config = useRun(({ arms }) => arms[place]?.config);
  const stopped = useRun(({ arms }) => arms[place]?.stopped === true);
  const diagnosis = useRun(({ arms }) => diagnosisOf(arms, place));
  const [open, setOpen] = useState(false);
  if (stopped) return <p className="diagnosis tone-danger">Stopped: it has diverged.</p>;
  if (diagnosis === undefined || config === undefined) return <div className="diagnosis" />;
  return (
    <div className={`diagnosis tone-${verdictTone[diagnosis.verdict]}`} data-testid={`diagnosis-${place}`}>
      <button type="button" className="diagnosis-title" aria-expanded={open} onClick={() => setOpen(!open)}>
        {verdictTitle(diagnosis)}
      </button>{' '}
      <Sentence>{figures(diagnosis)}</Sentence>
      {open && (
        <p>
          <Sentence>{advice(diagnosis, config)}</Sentence>
        </p>
      )}
    </div>
  );
}
