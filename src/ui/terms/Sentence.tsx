/** @file A sentence in which words that may be new are explained where they stand. */
import { Fragment } from 'react';
import { Term } from './Term.tsx';
import { stretchesOf, type Stretch } from './forms.ts';

export function Sentence({ children }: { children: string }) {
  const stretches = stretchesOf(children);
  return stretches.map(({ text, of }, place) => {
    if (of === undefined) return text.slice(closeOf(stretches[place - 1], text).length);
    const close = closeOf({ text, of }, stretches[place + 1]?.text ?? '');
    const word = <Term of={of}>{text}</Term>;
    // A word that is explained is a button, after which a line may break: no line begins with a comma.
    return close === '' ? (
      <Fragment key={place}>{word}</Fragment>
    ) : (
      <span key={place} className="term-closed">
        {word}
        {close}
      </span>
    );
  });
}

/** The signs at the beginning of what follows a word that is explained. */
const closeOf = (word: Stretch | undefined, after: string): string =>
  word?.of === undefined ? '' : (/^[.,:;!?)’”%]+/u.exec(after)?.[0] ?? '');
