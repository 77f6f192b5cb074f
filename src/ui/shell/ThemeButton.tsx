/** @file The button that goes through the themes. */
import { useStore } from 'zustand';
import { nextTheme, viewStore, type Theme } from '../../store/view/view.ts';
import { Icon } from './Icon.tsx';

const themeName: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' };

export function ThemeButton() {
  const theme = useStore(viewStore, (view) => view.theme);
  return (
    <button
      type="button"
      className="button icon-only"
      data-testid="theme"
      aria-label={`Theme: ${themeName[theme]}`}
      title={`Theme: ${themeName[theme]}`}
      onClick={nextTheme}
    >
      <Icon name={theme} />
    </button>
  );
}
