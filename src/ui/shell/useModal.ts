/** @file A dialog of the browser's own, modal from when it is there until it is gone. */
import { useEffect, useRef, type RefObject } from 'react';

/** @returns the ref of the dialog */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const node = dialog.current;
    node?.showModal();
    return () => node?.close();
  }, []);
  return dialog;
}
