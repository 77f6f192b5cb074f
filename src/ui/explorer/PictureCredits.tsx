/** @file Whose pictures the gallery shows. */
import { catalogue } from '../../data/catalogue.ts';
import { usePage, useRun } from '../PageContext.ts';

export default function PictureCredits() {
  const { openDialog } = usePage().view;
  const dataset = useRun((run) => run.arms[0]?.config.data.name);
  if (dataset === undefined || catalogue[dataset].credits.length === 0) return null;
  const works = catalogue[dataset].credits.map(({ work }) => work);
  return (
    <p className="picture-credits">
      Sources: {works.join(' · ')}.{' '}
      <button type="button" className="link" onClick={() => openDialog('credits')}>
        Authors and licences
      </button>
    </p>
  );
}
