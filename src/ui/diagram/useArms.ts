/** @file The arms that the diagram shows: those of the run, or of the form before there is one. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { ArmSettings } from '../../config/arms.ts';
import { placeLookedAt } from '../../store/view/lookedAt.ts';
import { useExperiment, useRun, useView } from '../PageContext.ts';

export interface DiagramArms {
  arms: readonly ArmSettings[];
  /** Place of the arm that the upper half follows. */
  followed: number;
}

/** Steady while the run tells of its steps. */
export function useArms(): DiagramArms {
  const edited = useExperiment((experiment) => experiment.arms);
  const configs = useRun(useShallow((run) => run.arms.map(({ config }) => config)));
  const labels = useRun(useShallow((run) => run.arms.map(({ label }) => label)));
  const arms = useMemo((): readonly ArmSettings[] => {
    if (configs.length === 0) return edited;
    return configs.map((config, place) => {
      const label = labels[place];
      return label === undefined ? { config } : { config, label };
    });
  }, [configs, labels, edited]);
  const followed = useView((view) => placeLookedAt(arms.length, view));
  return { arms, followed };
}
