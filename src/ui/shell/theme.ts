/** @file The theme on the page: the stylesheet follows `data-theme`, or the system where there is none. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { viewStore } from '../../store/view/view.ts';

export function useTheme(): void {
  const theme = useStore(viewStore, (view) => view.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}
