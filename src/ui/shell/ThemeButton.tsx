/** @file The button that goes through the themes. */
import { type Theme } from '../../store/view/view.ts';
import { usePage, useView } from '../PageContext.ts';
import { Icon } from './Icon.tsx';

const themeName: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' };

export function ThemeButton() {
  const { nextTheme } = usePage().view;
  const theme = useView((view) => view.theme);
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
