/** @file Opens and closes the settings: a column beside the page, or a sheet over a narrow one. */
import { usePage, useView } from '../PageContext.ts';
import { Icon } from './Icon.tsx';

export function SettingsButton({ narrow }: { narrow: boolean }) {
  const { toggleSettings } = usePage().view;
  const open = useView(({ settingsOpen, sheetOpen }) => (narrow ? sheetOpen : settingsOpen));
  return (
    <button
      type="button"
      className={`button${narrow ? ' icon-only' : ' settings-button'}`}
      aria-label="Settings"
      title="Settings (,)"
      aria-expanded={open}
      data-testid="open-settings"
      onClick={toggleSettings}
    >
      <Icon name="settings" />
      {!narrow && <span className="button-label">Settings</span>}
    </button>
  );
}
