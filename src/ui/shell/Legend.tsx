/** @file The lines of the charts by name, and how each of the arms is doing. */
import { looksOf } from '../../charts/arms.ts';
import { useRun, useExperiment } from '../PageContext.ts';
import { ArmSwatch } from '../charts/ArmSwatch.tsx';
import { late } from '../late/late.tsx';

const ArmDiagnosis = late<{ place: number }>({
  name: 'The verdict',
  load: () => import('../diagnosis/ArmDiagnosis.tsx'),
  meanwhile: () => <div className="diagnosis" />,
  // Told once, for all arms.
  place: (trouble, { place }) => place === 0 && trouble,
});

export function Legend() {
  const running = useRun(({ arms }) => arms);
  const edited = useExperiment(({ arms }) => arms);
  const looks = looksOf(running.length > 0 ? running : edited);
  return (
    <ul className="legend" aria-label="Lines in the charts" style={{ '--arms': looks.length }}>
      {looks.map(({ id, label, style, meaning }, place) => (
        <li key={id} data-testid={`legend-${id}`}>
          <span className="legend-name">
            <ArmSwatch style={style} />
            <b>{label}</b> <small>{meaning}</small>
          </span>
          <ArmDiagnosis place={place} />
        </li>
      ))}
    </ul>
  );
}
