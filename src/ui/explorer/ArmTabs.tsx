/** @file Whose neighbours are shown, where several arms have some. */
import { looksOf } from '../../charts/arms.ts';
import { placeLookedAt } from '../../store/view/lookedAt.ts';
import { usePage, useRun, useView } from '../PageContext.ts';
import { Lock, useLocked } from '../shell/Lock.tsx';
import { ArmSwatch } from '../charts/ArmSwatch.tsx';

export function ArmTabs() {
  const { showArm } = usePage().view;
  const arms = useRun((run) => run.arms);
  const locked = useLocked('arm');
  const place = useView((view) => placeLookedAt(arms.length, view));
  if (arms.length < 2) return null;
  return (
    <div className="arm-tabs" role="group" aria-label="Arm">
      {looksOf(arms).map(({ id, label, style }, index) => (
        <button
          key={id}
          type="button"
          aria-pressed={index === place}
          disabled={locked && index !== place}
          data-testid={`arm-tab-${id}`}
          onClick={() => showArm(index)}
        >
          <ArmSwatch style={style} />
          {label}
        </button>
      ))}
      {locked && <Lock />}
    </div>
  );
}
