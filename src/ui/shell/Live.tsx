/** @file Text that changes ten times a second without React: written straight into its node. */
import { useEffect, useRef } from 'react';
import type { RunState } from '../../store/run/runState.ts';
import { usePage } from '../PageContext.ts';

interface Props {
  /** Must be stable, such as a function of the module. */
  text: (run: RunState) => string;
  className?: string;
}

export function Live({ text, className }: Props) {
  const { store } = usePage().run;
  const node = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = (run: RunState) => {
      const next = text(run);
      if (node.current !== null && node.current.textContent !== next) node.current.textContent = next;
    };
    write(store.getState());
    return store.subscribe(write);
  }, [store, text]);
  return <span ref={node} className={className} />;
}
