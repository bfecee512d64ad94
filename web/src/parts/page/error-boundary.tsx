import { Component, type ReactNode } from "react";
import { ProblemAlert } from "./problem-alert.tsx";

/** What fails while it is drawn fails alone: the rest of the page goes on, and Try again draws it anew. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly error: Error | undefined }
> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <ProblemAlert error={error} retry={() => this.setState({ error: undefined })} />;
  }
}
