/** @file The form's fields: where it begins, what is seen, what may be changed, whether answers are shown. */
import { useId, type ReactNode } from 'react';
import { presets } from '../../config/presets.ts';
import { shippedLessons } from '../../lessons/shipped.ts';
import { hideable, lockable, type Hideable, type Lockable } from '../../store/view/presentation.ts';
import { useExperiment } from '../PageContext.ts';
import type { ShareForm } from './shareForm.ts';

interface Props {
  form: ShareForm;
  onChange: (form: ShareForm) => void;
}

const seen: Readonly<Record<Hideable, string>> = {
  diagram: 'the diagram',
  neighbours: 'the neighbours',
  settings: 'the settings',
  files: 'opening and exporting files',
};

const changed: Readonly<Record<Lockable, string>> = {
  preset: 'the preset',
  settings: 'the settings',
  seed: 'the seed',
  arm: 'which arm the diagram follows',
};

export function ShareFields({ form, onChange }: Props) {
  return (
    <div className="share-fields">
      <Beginning form={form} onChange={onChange} />
      <Group title="They see">
        {hideable.map((name) => (
          <Switch
            key={name}
            label={seen[name]}
            off="hidden"
            on={form.sees[name]}
            testId={`sees-${name}`}
            onTurn={(on) => onChange({ ...form, sees: { ...form.sees, [name]: on } })}
          />
        ))}
      </Group>
      <Group title="They may change">
        {lockable.map((name) => (
          <Switch
            key={name}
            label={changed[name]}
            off={name === 'seed' ? 'locked: everyone sees the same run' : 'locked'}
            on={form.changes[name]}
            testId={`changes-${name}`}
            onTurn={(on) => onChange({ ...form, changes: { ...form.changes, [name]: on } })}
          />
        ))}
      </Group>
      <Group title="Answers">
        <Switch
          label="shown once they have answered"
          off="only with you"
          on={form.answers}
          testId="answers"
          onTurn={(answers) => onChange({ ...form, answers })}
        />
      </Group>
      <Group title="Within another page">
        <Switch
          label="with a small bar, for a frame"
          off=""
          on={form.embed}
          testId="embed"
          onTurn={(embed) => onChange({ ...form, embed })}
        />
      </Group>
    </div>
  );
}

function Beginning({ form, onChange }: Props) {
  const id = useId();
  const preset = useExperiment((state) => state.preset);
  const lesson = shippedLessons.find((one) => one.id === form.lesson);
  return (
    <fieldset>
      <legend>They begin with</legend>
      <label htmlFor={`${id}-lesson`} className="hidden">
        Lesson
      </label>
      <select
        id={`${id}-lesson`}
        className="select"
        data-testid="class-lesson"
        value={form.lesson}
        onChange={({ target }) => onChange({ ...form, lesson: target.value, card: 1 })}
      >
        <option value="">no lesson</option>
        {shippedLessons.map(({ id: name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      {lesson !== undefined && (
        <>
          <label htmlFor={`${id}-card`} className="hidden">
            Card
          </label>
          <select
            id={`${id}-card`}
            className="select"
            data-testid="class-card"
            value={form.card}
            onChange={({ target }) => onChange({ ...form, card: Number(target.value) })}
          >
            {lesson.cards.map(({ title }, place) => (
              <option key={title} value={place + 1}>
                {place + 1}, {title}
              </option>
            ))}
          </select>
        </>
      )}
      <p className="share-note">
        and the experiment on this page, {presets[preset].title}, with the settings of the form.
      </p>
    </fieldset>
  );
}

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <fieldset>
    <legend>{title}</legend>
    {children}
  </fieldset>
);

interface SwitchProps {
  label: string;
  /** Said beside it while it is off. */
  off: string;
  on: boolean;
  testId: string;
  onTurn: (on: boolean) => void;
}

const Switch = ({ label, off, on, testId, onTurn }: SwitchProps) => (
  <label className="inline-switch">
    <input
      type="checkbox"
      role="switch"
      checked={on}
      data-testid={testId}
      onChange={({ target }) => onTurn(target.checked)}
    />
    {label}
    {!on && off !== '' && <small>{off}</small>}
  </label>
);
