/** @file The menu that opens files and takes a run away as files. */
import { armLabels } from '../../config/armLabels.ts';
import type { ExportKind } from '../../protocol/commands.ts';
import { hasMeasured, whyNotSave } from '../../store/files/whyNotSave.ts';
import { placeLookedAt } from '../../store/view/lookedAt.ts';
import { usePage, useRun, useView, useOpening, useSaving } from '../PageContext.ts';
import { Menu, MenuGroup, MenuItem } from './Menu.tsx';
import { pickFile } from './pickFile.ts';

export function FileMenu() {
  const { openFiles } = usePage().opener;
  const opening = useOpening((state) => state.reading !== null);
  const saving = useSaving((state) => state.saving !== null);
  const label = opening ? 'Opening' : saving ? 'Saving' : 'File';
  return (
    <Menu label={label} about="open or export" icon="open" testId="files">
      <MenuItem
        label="Open…"
        about="checkpoint, PyTorch weights, configuration, lesson"
        testId="open"
        onChoose={() => pickFile(openFiles)}
      />
      <Exports />
    </Menu>
  );
}

function Exports() {
  const { saveMetrics, saveCurves, saveConfiguration } = usePage().saving;
  const measured = useRun(hasMeasured);
  const unmeasured = measured ? undefined : 'Nothing has been measured yet.';
  const arms = useRun((run) => run.arms);
  // Where there are several, the one whose neighbours are shown.
  const place = useView((view) => placeLookedAt(arms.length, view));
  const which = arms.length > 1 ? (armLabels(arms)[place] ?? '') : 'the run';
  const ofRun = arms.length > 0;
  return (
    <>
      <MenuGroup title={`Export ${which}, as safetensors`}>
        <ExportItem
          kind="checkpoint"
          place={place}
          label="Checkpoint"
          about="the whole run, to go on from later"
        />
        <ExportItem kind="student" place={place} label="Student weights" about="a state dict for PyTorch" />
        <ExportItem
          kind="teacher"
          place={place}
          label="Teacher weights"
          about="the network that the charts evaluate"
        />
      </MenuGroup>
      <MenuGroup title="Export what it measured">
        <MenuItem
          label="Metrics, JSON lines"
          about="every step, epoch and evaluation"
          unavailable={unmeasured}
          testId="export-metrics"
          onChoose={saveMetrics}
        />
        <MenuItem
          label="Curves, CSV"
          about="the same as a table"
          unavailable={unmeasured}
          testId="export-curves"
          onChoose={saveCurves}
        />
        <MenuItem
          label="Configuration, JSON"
          about={ofRun ? 'the settings of this run' : 'the settings of the form'}
          testId="export-configuration"
          onChoose={saveConfiguration}
        />
      </MenuGroup>
    </>
  );
}

interface ExportItemProps {
  kind: ExportKind;
  /** Of the arm. */
  place: number;
  label: string;
  about: string;
}

function ExportItem({ kind, place, label, about }: ExportItemProps) {
  const { saveRun } = usePage().saving;
  const refusal = useRun((run) => whyNotSave(kind, run, place));
  const busy = useSaving((state) => state.saving !== null);
  return (
    <MenuItem
      label={label}
      about={about}
      unavailable={refusal ?? (busy ? 'Another file is being made.' : undefined)}
      testId={`export-${kind}`}
      onChoose={() => void saveRun(kind, place)}
    />
  );
}
