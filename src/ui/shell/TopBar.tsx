/** @file The bar at the top: the name, the views, the preset, the run's buttons, the link, files, theme and help. */
import { useId, useState } from 'react';
import { isPresetName, presetNames, presets } from '../../config/presets.ts';
import { queryOf } from '../../store/experiment/address.ts';
import { usePage, useExperiment } from '../PageContext.ts';
import { FileMenu } from './FileMenu.tsx';
import { Icon } from './Icon.tsx';
import { LessonsButton } from './LessonsButton.tsx';
import { Lock, useHidden, useLocked } from './Lock.tsx';
import { Logo } from './Logo.tsx';
import { PlayButton, ResetButton, SeedButton, StepButton } from './RunControls.tsx';
import { SettingsButton } from './SettingsButton.tsx';
import { ThemeButton } from './ThemeButton.tsx';
import { Views } from './Views.tsx';

export function TopBar({ narrow }: { narrow: boolean }) {
  const { openDialog } = usePage().view;
  const withoutSettings = useHidden('settings');
  const withoutFiles = useHidden('files');
  return (
    <header className="topbar">
      <Logo />
      <h1>
        AdaSim<span className="name-tail"> Playground</span>
      </h1>
      {!narrow && <Views />}
      <PresetMenu />
      {!narrow && !withoutSettings && <SettingsButton narrow={false} />}
      {!narrow && (
        <div className="run-buttons" role="group" aria-label="Run">
          <PlayButton />
          <StepButton />
          <ResetButton />
          <SeedButton />
        </div>
      )}
      <div className="page-buttons">
        <LessonsButton />
        <ShareButton />
        {!withoutFiles && <FileMenu />}
        <ThemeButton />
        <button
          type="button"
          className="button icon-only"
          aria-label="Help and keyboard shortcuts"
          title="Help and keyboard shortcuts (?)"
          onClick={() => openDialog('help')}
        >
          <Icon name="help" />
        </button>
      </div>
    </header>
  );
}

function PresetMenu() {
  const { choosePreset } = usePage().experiment;
  const id = useId();
  const preset = useExperiment((state) => state.preset);
  const locked = useLocked('preset');
  return (
    <span className="preset">
      <label htmlFor={id} className="hidden">
        Preset
      </label>
      <select
        id={id}
        className="select"
        data-testid="preset"
        value={preset}
        disabled={locked}
        onChange={({ target }) => isPresetName(target.value) && choosePreset(target.value)}
      >
        {presetNames.map((name) => (
          <option key={name} value={name}>
            {presets[name].title}
          </option>
        ))}
      </select>
      {locked && <Lock />}
    </span>
  );
}

function ShareButton() {
  const { experiment, run } = usePage();
  const [copied, setCopied] = useState(false);
  const share = async () => {
    const link = new URL(queryOf(experiment.store.getState()), location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      run.notify(
        'warning',
        'The link could not be copied; copy it from the address bar, it holds the whole experiment.',
      );
    }
  };
  return (
    <button
      type="button"
      className="button share"
      data-testid="share"
      title="Copy a link to this experiment"
      onClick={() => void share()}
    >
      <Icon name={copied ? 'check' : 'share'} />
      <span className="button-label" aria-live="polite">
        {copied ? 'Copied' : 'Share'}
      </span>
    </button>
  );
}
