/** @file What the person is told in a sentence, until it is dismissed. */
import type { StoreApi } from 'zustand/vanilla';
import { withNotice, type Notice, type Offer, type RunState } from './runState.ts';

export type Notices = ReturnType<typeof createNotices>;

export const createNotices = (store: StoreApi<RunState>) => ({
  notify: (kind: Notice['kind'], message: string, offer?: Offer): void =>
    store.setState((run) => withNotice(run, kind, message, offer), true),
  /** What went well is old news once the person goes on. */
  dismissInfos: (): void => {
    const { notices } = store.getState();
    if (notices.some(({ kind }) => kind === 'info'))
      store.setState({ notices: notices.filter(({ kind }) => kind !== 'info') });
  },
  dismiss: (id: number): void =>
    store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
});
