/**
 * @file Parts of the page whose code comes when they are first shown. What cannot be had, or fails, says so where it
 * would stand, and can be tried again; the rest of the page stays as it is.
 */
import { lazy, Suspense, type ComponentType, type FunctionComponent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { loadPart } from '../../store/parts/part.ts';
import { PartBoundary } from './PartBoundary.tsx';
import { Trouble } from './Trouble.tsx';

interface LateOptions<Props> {
  /** What the person would call it, as a sentence begins: "The results". */
  name: string;
  load: () => Promise<{ default: ComponentType<Props> }>;
  /** Stands there while it is loaded. */
  meanwhile?: (props: Props) => ReactNode;
  /** Where the trouble is told, if not right where the part would be. */
  place?: (trouble: ReactNode, props: Props) => ReactNode;
}

/** Every place that shows the part shows the same attempt to load it: tried again in one, it comes in all. */
export function late<Props extends object>({
  name,
  load,
  meanwhile = () => null,
  place = (trouble) => trouble,
}: LateOptions<Props>): FunctionComponent<Props> {
  // React keeps what became of an attempt; another one needs another component.
  const attempt = (number: number) => ({ number, Part: lazy(() => loadPart(load)) });
  const attempts = createStore(() => attempt(1));
  const afterNumber = (number: number) => {
    if (attempts.getState().number === number) attempts.setState(attempt(number + 1));
  };
  return function Late(props: Props) {
    const { number, Part } = useStore(attempts);
    const again = () => afterNumber(number);
    return (
      <PartBoundary
        key={number}
        // Shown anew, it is loaded anew.
        onGone={again}
        instead={(error) => place(<Trouble name={name} error={error} onAgain={again} />, props)}
      >
        <Suspense fallback={meanwhile(props)}>
          <Part {...props} />
        </Suspense>
      </PartBoundary>
    );
  };
}
