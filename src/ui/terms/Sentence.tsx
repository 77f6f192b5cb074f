/** @file A sentence in which words that may be new are explained where they stand. */
import { Term } from './Term.tsx';
import { stretchesOf } from './forms.ts';

export const Sentence = ({ children }: { children: string }) =>
  stretchesOf(children).map(({ text, of }, place) =>
    of === undefined ? (
      text
    ) : (
      <Term key={place} of={of}>
        {text}
      </Term>
    ),
  );
