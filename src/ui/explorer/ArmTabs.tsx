/** @file Whose neighbours are shown, where several arms have some. */
import { useStore } from 'zustand';
import { placeLookedAt } from '../../store/view/lookedAt.ts';
import { runStore } from '../../store/run/run.ts';
import { showArm, viewStore } from '../../store/view/view.ts';
import { looksOf } from '../../charts/arms.ts';
import { ArmSwatch } from '../charts/ArmSwatch.tsx';

export function ArmTabs() {
  const arms = useStore(runStore, (run) => run.arms);
  const place = useStore(viewStore, (view) => placeLookedAt(arms.length, view));
  if (arms.length < 2) return null;
  return (
    <div className="arm-tabs" role="group" aria-label="Arm">
      {looksOf(arms).map(({ id, label, style }, index) => (
        <button
          key={id}
          type="button"
          aria-pressed={index === place}
          data-testid={`arm-tab-${id}`}
          onClick={() => showArm(index)}
        >
          <ArmSwatch style={style} />
          {label}
        </button>
      ))}
    </div>
  );
}
