/** @file A word that is explained where it stands, by the glossary or by what its metric's declaration says. */
import type { ReactNode } from 'react';
import type { Explained } from './shownTerm.ts';
import { useTerm } from './useTerm.ts';

interface Props {
  of: Explained;
  /** As the sentence has it; else the word itself. */
  children?: ReactNode;
}

const wordOf = (of: Explained): string => (typeof of === 'string' ? of : of.label);

export function Term({ of, children = wordOf(of) }: Props) {
  const props = useTerm(of);
  return (
    <button type="button" className="term" data-term={wordOf(of)} {...props}>
      {children}
    </button>
  );
}

/** The name of a setting in its label: for pointers, since who comes to the control by keyboard is told there. */
export function LabelTerm({ of }: Pick<Props, 'of'>) {
  const props = useTerm(of);
  return (
    <span className="term" data-term={wordOf(of)} {...props}>
      {wordOf(of)}
    </span>
  );
}

/** A word in a drawing. */
export function DrawnTerm({ of, children }: Props) {
  const props = useTerm(of);
  return (
    <g role="button" tabIndex={0} className="drawn-term" data-term={wordOf(of)} {...props}>
      {children}
    </g>
  );
}
