/** @file A button that copies a text, and says so, or says what to do where the browser does not let it. */
import { useState } from 'react';

interface Props {
  label: string;
  /** What to copy, made when it is wanted. */
  text: () => string | Promise<string>;
  /** What to do where copying is not allowed: the end of a sentence. */
  instead: string;
  testId: string;
}

export function CopyButton({ label, text, instead, testId }: Props) {
  const [answer, setAnswer] = useState<'copied' | 'refused' | null>(null);
  const copy = async () => {
    const content = await text();
    try {
      await navigator.clipboard.writeText(content);
      setAnswer('copied');
      setTimeout(() => setAnswer(null), 2000);
    } catch {
      setAnswer('refused');
    }
  };
  return (
    <>
      <button type="button" className="button" data-testid={testId} onClick={() => void copy()}>
        {answer === 'copied' ? 'Copied' : label}
      </button>
      <p className="copy-refused" role="status">
        {answer === 'refused' && `The browser did not allow copying; ${instead}`}
      </p>
    </>
  );
}
