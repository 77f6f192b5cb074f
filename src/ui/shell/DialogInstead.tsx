/** @file A dialog whose content is not there: what the person asked for answers all the same, and closes. */
import type { ReactNode } from 'react';
import { usePage } from '../PageContext.ts';
import { Dialog } from './Dialog.tsx';

export function DialogInstead({ title, children }: { title: string; children: ReactNode }) {
  const { openDialog } = usePage().view;
  return (
    <Dialog title={title} onClose={() => openDialog(null)}>
      {children}
    </Dialog>
  );
}
