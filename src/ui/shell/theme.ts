/** @file The theme on the page: the stylesheet follows `data-theme`, or the system where there is none. */
import { useEffect } from 'react';
import { useView } from '../PageContext.ts';

export function useTheme(): void {
  const theme = useView((view) => view.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}
