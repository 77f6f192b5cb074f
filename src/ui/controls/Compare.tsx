/** @file What is compared: the arms, what each is called, and the settings in which they differ. */
import { useId, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { looksOf, type ArmLook } from '../../charts/arms.ts';
import { armLabels } from '../../config/armLabels.ts';
import { LONGEST_LABEL, mayDiffer, MOST_ARMS, type Arms } from '../../config/arms.ts';
import { fieldGroups, fields, type Field } from '../../config/fields.ts';
import { variedPaths } from '../../store/experiment/experimentState.ts';
import { usePage, useExperiment } from '../PageContext.ts';
import { ArmSwatch } from '../charts/ArmSwatch.tsx';
import { Icon } from '../shell/Icon.tsx';
import { Sentence } from '../terms/Sentence.tsx';
import { VariedField } from './VariedField.tsx';

export function Compare() {
  const { addArm } = usePage().experiment;
  const arms = useExperiment((state) => state.arms);
  const varied = useExperiment(useShallow(variedPaths));
  const refusal = useExperiment((state) => state.refusal);
  const [naming, setNaming] = useState(false);
  const looks = looksOf(arms);
  const several = arms.length > 1;
  const removal = (index: number) => <RemoveButton index={index} label={looks[index]?.label ?? ''} />;
  return (
    <section className="field-group compare" aria-label="Compare" data-testid="compare">
      <h2>Compare</h2>
      {varied.map((path, row) => (
        <VariedField
          key={path}
          path={path}
          arms={arms}
          looks={looks}
          {...(row === 0 && !naming && { end: removal })}
        />
      ))}
      {several && (naming || varied.length === 0) && (
        <ul className="arms">
          {looks.map((look, index) => (
            <li key={look.id}>
              <ArmSwatch style={look.style} />
              <NameBox look={look} index={index} arms={arms} />
              {removal(index)}
            </li>
          ))}
        </ul>
      )}
      <div className="compare-more">
        {several && arms.length < MOST_ARMS && (
          <button type="button" className="button small" data-testid="add-arm" onClick={() => void addArm()}>
            Add arm
          </button>
        )}
        <SettingMenu arms={arms} varied={varied} />
      </div>
      {varied.length > 0 && (
        <button type="button" className="quiet" aria-expanded={naming} onClick={() => setNaming(!naming)}>
          {naming ? 'Names done' : 'Name the arms'}
        </button>
      )}
      {!several && (
        <p className="choice-help">
          <Sentence>Up to four arms: runs on the same images, views and weights.</Sentence>
        </p>
      )}
      {refusal?.path === 'arm' && (
        <p className="field-error" role="alert">
          {refusal.message}
        </p>
      )}
    </section>
  );
}

/** An arm's name to be changed; empty, it is named after its settings, which stand there in grey. */
function NameBox({ look, index, arms }: { look: ArmLook; index: number; arms: Arms }) {
  const { renameArm } = usePage().experiment;
  const [draft, setDraft] = useState<string | null>(null);
  const given = arms[index]?.label ?? '';
  const commit = () => {
    if (draft !== null && draft !== given) renameArm(index, draft);
    setDraft(null);
  };
  return (
    <input
      type="text"
      className="arm-name"
      autoComplete="off"
      maxLength={LONGEST_LABEL}
      aria-label={`Name of ${look.label}`}
      placeholder={armLabels(arms.map(({ config }) => ({ config })))[index]}
      value={draft ?? given}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === 'Enter') commit();
        if (key === 'Escape') setDraft(null);
      }}
    />
  );
}

function RemoveButton({ index, label }: { index: number; label: string }) {
  const { removeArm } = usePage().experiment;
  return (
    <button
      type="button"
      className="quiet icon-only"
      aria-label={`Remove ${label}`}
      title={`Remove ${label}`}
      data-testid={`remove-arm-${index}`}
      onClick={() => removeArm(index)}
    >
      <Icon name="close" />
    </button>
  );
}

/** The settings that arms may differ in and do not yet. */
function SettingMenu({ arms, varied }: { arms: Arms; varied: readonly string[] }) {
  const { vary } = usePage().experiment;
  const id = useId();
  const offered = fields.filter(
    ({ path, when = () => true }) =>
      mayDiffer(path) && !varied.includes(path) && arms.some(({ config }) => when(config)),
  );
  const groups = fieldGroups
    .map(({ id: group, title }) => ({ title, members: offered.filter((field) => field.group === group) }))
    .filter(({ members }) => members.length > 0);
  const choose = (path: string) => {
    const field = offered.find((one) => one.path === path);
    if (field !== undefined) void vary(field);
  };
  return (
    <>
      <label htmlFor={id} className="hidden">
        A setting to compare
      </label>
      <select
        id={id}
        className="select"
        data-testid="compare-by"
        value=""
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">{varied.length === 0 ? 'Compare values of…' : 'Vary also…'}</option>
        {groups.map(({ title, members }) => (
          <optgroup key={title} label={title}>
            {members.map(optionOf)}
          </optgroup>
        ))}
      </select>
    </>
  );
}

const optionOf = ({ path, label }: Field) => (
  <option key={path} value={path}>
    {label}
  </option>
);
