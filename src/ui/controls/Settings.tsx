/** @file The experiment's form, in groups; on narrow screens a sheet over the page. */
import { useState } from 'react';
import { fitted } from '../../config/choices.ts';
import { fieldGroups, fields, type Field, type FieldGroup } from '../../config/fields.ts';
import { preloadParser } from '../../store/experiment/edit.ts';
import { useExperiment } from '../PageContext.ts';
import { LockedNote, useLocked } from '../shell/Lock.tsx';
import { BackendChooser } from './BackendChooser.tsx';
import { Compare } from './Compare.tsx';
import { FieldRow } from './FieldRow.tsx';

export default function Settings() {
  const locked = useLocked('settings');
  // The parser is fetched while the hand is on its way to the first control.
  const preload = () => void preloadParser();
  return (
    <div className="settings" onPointerEnter={preload} onFocus={preload}>
      {locked && <LockedNote what="The settings are" />}
      <fieldset className="settings-held" disabled={locked}>
        <Compare />
        {fieldGroups.map(({ id, title }) => (
          <Group key={id} id={id} title={title} />
        ))}
      </fieldset>
      <section className="field-group" aria-label="Device">
        <h2>Device</h2>
        <BackendChooser />
      </section>
    </div>
  );
}

function Group({ id, title }: { id: FieldGroup; title: string }) {
  const [open, setOpen] = useState(false);
  const arms = useExperiment((state) => state.arms);
  const matters = ({ when = () => true }: Field) => arms.some(({ config }) => when(config));
  const shown = fields
    .filter((field) => field.group === id && matters(field))
    .map((field) => fitted(field, arms[0].config));
  const [basic, advanced] = [
    shown.filter((field) => !field.advanced),
    shown.filter((field) => field.advanced),
  ];
  return (
    <section className="field-group" aria-label={title}>
      <h2>{title}</h2>
      <Rows fields={basic} />
      {open && <Rows fields={advanced} />}
      {advanced.length > 0 && (
        <button type="button" className="quiet more" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Fewer settings' : `${advanced.length} more`}
          <span className="hidden"> in {title}</span>
        </button>
      )}
    </section>
  );
}

const Rows = ({ fields: rows }: { fields: readonly Field[] }) =>
  rows.map((field) => <FieldRow key={field.path} field={field} />);
