/** @file The mark of what whoever shared the page holds as it is. */
import { usePresentation } from '../PageContext.ts';
import type { Hideable, Lockable } from '../../store/view/presentation.ts';
import { Icon } from './Icon.tsx';

export const lockedBy = 'locked by whoever shared this link';

export const useLocked = (what: Lockable): boolean =>
  usePresentation((presentation) => presentation.locked.includes(what));

export const useHidden = (what: Hideable): boolean =>
  usePresentation((presentation) => presentation.hidden.includes(what));

export const Lock = () => (
  <span className="lock" title={lockedBy}>
    <Icon name="lock" />
    <span className="hidden">, {lockedBy}</span>
  </span>
);

/** In a sentence of its own. */
export const LockedNote = ({ what }: { what: string }) => (
  <p className="locked-note" data-testid="locked-note">
    <Icon name="lock" />
    {what} {lockedBy}.
  </p>
);
