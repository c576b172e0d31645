// A view that fails takes nothing else with it: the frame, the figures and the kill switch stay.
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | undefined;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div className="state state-error" role="alert">
        <strong>This view failed</strong>
        <div className="stateText">
          Trading is not affected: the engine does not run in the window. {this.state.error.message}
        </div>
        <Button onClick={() => this.setState({ error: undefined })}>Open it again</Button>
      </div>
    );
  }
}
