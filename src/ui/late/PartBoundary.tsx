/** @file Keeps what goes wrong in one part of the page from taking the rest along. */
import { Component, type ReactNode } from 'react';

interface Props {
  children: ReactNode;
  /** What is shown in the place of a part that has failed. */
  instead: (error: unknown) => ReactNode;
  /** A part that had failed is no longer shown. */
  onGone?: () => void;
}

interface State {
  failure: { error: unknown } | null;
}

export class PartBoundary extends Component<Props, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(error: unknown): State {
    return { failure: { error } };
  }

  override componentWillUnmount(): void {
    if (this.state.failure !== null) this.props.onGone?.();
  }

  override render() {
    const { failure } = this.state;
    return failure === null ? this.props.children : this.props.instead(failure.error);
  }
}
