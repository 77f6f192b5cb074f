/** @file Whose pictures the gallery shows. */
import { cardOf } from '../../data/catalogue.ts';
import { usePage, useRun } from '../PageContext.ts';

export default function PictureCredits() {
  const { openDialog } = usePage().view;
  const dataset = useRun((run) => run.arms[0]?.config.data);
  if (dataset === undefined || cardOf(dataset).credits.length === 0) return null;
  const works = cardOf(dataset).credits.map(({ work }) => work);
  return (
    <p className="picture-credits">
      Sources: {works.join(' · ')}.{' '}
      <button type="button" className="link" onClick={() => openDialog('credits')}>
        Authors and licences
      </button>
    </p>
  );
}
