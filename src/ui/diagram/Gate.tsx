/** @file Part 5: the gate, a lane for each arm. A lane is a radio button: the diagram follows the arm that is chosen. */
import { useId } from 'react';
import { looksOf, type ArmLook } from '../../charts/arms.ts';
import type { ArmSettings } from '../../config/arms.ts';
import type { Answer } from '../../store/inspector/answer.ts';
import type { Scene } from '../../store/scene/scene.ts';
import { usePage } from '../PageContext.ts';
import { LockedNote, useLocked } from '../shell/Lock.tsx';
import { PartHeading } from './Part.tsx';
import { Tile } from './Tile.tsx';
import { armVariables } from './armVariables.ts';
import { laneOf, lanesLine, type Barrier, type Lane as LaneWords } from './lanes.ts';
import { gateText } from './parts.ts';

interface Props {
  arms: readonly ArmSettings[];
  followed: number;
  scene: Scene | null;
}

export function Gate({ arms, followed, scene }: Props) {
  const { showArm } = usePage().view;
  const name = useId();
  const locked = useLocked('arm');
  return (
    <section className="diagram-part gate" aria-label="The gate">
      <PartHeading number={5} text={gateText(lanesLine(arms))} />
      <div className="lanes" role="radiogroup" aria-label="The arm that the diagram follows">
        {looksOf(arms).map((look, place) => (
          <Lane
            key={look.id}
            look={look}
            config={arms[place]?.config}
            answer={scene === null ? undefined : (scene.answers[place] ?? null)}
            name={name}
            chosen={place === followed}
            locked={locked}
            onChoose={() => showArm(place)}
          />
        ))}
      </div>
      {locked && <LockedNote what="The arm is" />}
    </section>
  );
}

interface LaneProps {
  look: ArmLook;
  config: ArmSettings['config'] | undefined;
  /** Null: the arm has stopped; undefined before there is a scene. */
  answer: Answer | null | undefined;
  name: string;
  chosen: boolean;
  locked: boolean;
  onChoose: () => void;
}

function Lane({ look, config, answer, name, chosen, locked, onChoose }: LaneProps) {
  const partner = answer?.images.get(answer.positive);
  const words = answer === null ? stopped : answer === undefined ? waiting(config) : laneOf(answer);
  return (
    <label className="lane" style={armVariables(look.style)}>
      <input
        type="radio"
        name={name}
        checked={chosen}
        disabled={locked}
        onChange={onChoose}
        data-testid={`lane-${look.id}`}
      />
      <Tile picture={partner?.picture} label={partner?.name ?? ''} isSelf={partner?.isSelf ?? false} />
      <span className="lane-road">
        <span className="lane-text">
          <b>{look.label}</b> {words.text} <i>{words.bold}</i>
        </span>
        <Road barrier={words.barrier} />
      </span>
    </label>
  );
}

const stopped: LaneWords = { barrier: 'wall', text: 'has stopped', bold: '' };

/** The road as it will be, before any picture takes it. */
function waiting(config: LaneProps['config']): LaneWords {
  const policy = config?.bootstrap.policy;
  const barrier = policy === 'none' ? 'wall' : policy === 'adaptive' ? 'gate-shut' : 'none';
  const text = policy === 'none' ? 'a wall' : policy === 'adaptive' ? 'a gate' : 'no gate';
  return { barrier, text, bold: '' };
}

const Road = ({ barrier }: { barrier: Barrier }) => (
  <span className={`road barrier-${barrier}`} aria-hidden="true">
    {barrier.startsWith('gate') && (
      <svg className="boom" viewBox="0 0 44 30" width="44" height="30">
        <line x1="8" x2="8" y1="25" y2="5" />
        <circle cx="8" cy="25" r="3.6" />
        <circle cx="8" cy="5" r="3.6" />
      </svg>
    )}
  </span>
);
