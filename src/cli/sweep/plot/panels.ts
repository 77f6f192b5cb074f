/** @file Which curves stand in which plot: one plot for each combination of the axes that are no lines. */
import { policyStyle, type ArmStyle } from '../../../charts/arms.ts';
import type { FigurePanel } from '../../../charts/figure/figurePanel.ts';
import { meanCurve, meanReferences, type ArmResults } from '../armResults.ts';
import type { PlannedArm } from '../plan.ts';

export interface SweepPanel extends Omit<FigurePanel, 'note'> {
  /** Fewest and most seeds of a line. */
  seeds: readonly [least: number, most: number];
}

/** The plots of `metric` that have something to show. */
export function panelsOf(
  arms: readonly ArmResults[],
  metric: string,
  lines: string | undefined,
): SweepPanel[] {
  const styles = stylesOf(
    arms.map(({ arm }) => arm),
    lines,
  );
  const groups = new Map<string, { block: string; title: string; members: ArmResults[] }>();
  for (const one of arms) {
    const { block } = one.arm;
    const title = panelTitle(one.arm, lines);
    const key = JSON.stringify([block, title]);
    const group = groups.get(key) ?? { block, title, members: [] };
    group.members.push(one);
    groups.set(key, group);
  }
  const titles = [...groups.values()].map(({ title }) => title);
  return [...groups.values()].flatMap(({ block, title, members }) => {
    const drawn = members
      .map((member) => ({ member, points: meanCurve(member, metric) }))
      .filter(({ points }) => points.length > 0);
    if (drawn.length === 0) return [];
    const counts = drawn.map(({ member }) => member.finished.length);
    return [
      {
        title: titles.indexOf(title) === titles.lastIndexOf(title) ? title : `${block}: ${title}`,
        seeds: [Math.min(...counts), Math.max(...counts)],
        lines: drawn.map(({ member: { arm }, points }) => {
          const label = lineLabel(arm, lines);
          return { label, style: styles.get(label) ?? policyStyle[arm.config.bootstrap.policy], points };
        }),
        references: meanReferences(members, metric),
      },
    ];
  });
}

/** Its value on the axis of the lines, else on its last. */
function lineLabel({ labels }: PlannedArm, lines: string | undefined): string {
  const found = labels.find(({ axis }) => axis === lines) ?? labels.at(-1);
  return found?.label ?? '';
}

function panelTitle(arm: PlannedArm, lines: string | undefined): string {
  const own = arm.labels.find(({ axis }) => axis === lines) ?? arm.labels.at(-1);
  const others = arm.labels.filter((label) => label !== own);
  return others.length === 0 ? arm.block : others.map(({ label }) => label).join(' · ');
}

/** As the app draws policies where the lines are policies; else one after the other. */
function stylesOf(arms: readonly PlannedArm[], lines: string | undefined): Map<string, ArmStyle> {
  const policies = new Map<string, Set<PlannedArm['config']['bootstrap']['policy']>>();
  for (const arm of arms) {
    const label = lineLabel(arm, lines);
    policies.set(label, new Set([...(policies.get(label) ?? []), arm.config.bootstrap.policy]));
  }
  const single = [...policies.values()].flatMap((of) => (of.size === 1 ? [...of] : []));
  const arePolicies = single.length === policies.size && new Set(single).size === policies.size;
  return new Map(
    [...policies].map(([label, [policy]], index) => [
      label,
      arePolicies && policy !== undefined ? policyStyle[policy] : numberedStyle(index),
    ]),
  );
}

const inTurn = [policyStyle.adaptive, policyStyle.naive, policyStyle.window, policyStyle.none];

/** Sixteen that differ: four colours, each with four dashes. */
function numberedStyle(index: number): ArmStyle {
  const colour = inTurn[index % 4] ?? policyStyle.adaptive;
  const dash = inTurn[(index + Math.floor(index / 4)) % 4] ?? policyStyle.adaptive;
  return { colour: colour.colour, dash: dash.dash };
}
