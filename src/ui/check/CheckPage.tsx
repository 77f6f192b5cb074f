/** @file The device check: does this device compute what the released code computes? */
import { useEffect, useRef } from 'react';
import { Icon } from '../shell/Icon.tsx';
import { Logo } from '../shell/Logo.tsx';
import { ThemeButton } from '../shell/ThemeButton.tsx';
import { DeviceCard } from './DeviceCard.tsx';
import { Findings } from './Findings.tsx';
import { Outcome } from './Outcome.tsx';
import { SetUp } from './SetUp.tsx';
import { useCheck } from './useCheck.ts';
import './check.css';

export default function CheckPage() {
  const { meetDevice } = useCheck();
  const main = useRef<HTMLElement>(null);
  useTitle('Device check · AdaSim Playground');
  useFileDrop();
  useEffect(() => {
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
    void meetDevice();
  }, [meetDevice]);
  return (
    <>
      <header className="topbar">
        <Logo />
        <h1>
          AdaSim<span className="name-tail"> Playground</span>
          <small>device check</small>
        </h1>
        <div className="page-buttons">
          <a className="button" href="#" data-testid="to-playground">
            <Icon name="close" />
            <span className="button-label">
              Back<span className="name-tail"> to the playground</span>
            </span>
          </a>
          <ThemeButton />
        </div>
      </header>
      <main className="check" ref={main} tabIndex={-1}>
        <div className="check-lede">
          <h2>Does this device compute what the released code computes?</h2>
          <p>
            The released PyTorch code was recorded while it trained small networks: every loss, gradient,
            neighbour and draw. This page runs the same steps on this device and compares. Nothing is
            uploaded.
          </p>
        </div>
        <div className="check-top">
          <SetUp />
          <DeviceCard />
        </div>
        <Outcome />
        <Findings />
      </main>
    </>
  );
}

function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}

/** Files may be dropped anywhere on the page; elsewhere a browser would leave the page for the file. */
function useFileDrop(): void {
  const { store, addOwnFiles } = useCheck();
  useEffect(() => {
    const allow = (event: DragEvent) => event.preventDefault();
    const take = (event: DragEvent) => {
      event.preventDefault();
      // A check under way keeps to what it began with.
      if (store.getState().phase !== 'running') addOwnFiles(event.dataTransfer?.files ?? []);
    };
    addEventListener('dragover', allow);
    addEventListener('drop', take);
    return () => {
      removeEventListener('dragover', allow);
      removeEventListener('drop', take);
    };
  }, [store, addOwnFiles]);
}
