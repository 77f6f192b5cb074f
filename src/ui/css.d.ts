import 'react';

declare module 'react' {
  /** Custom properties of the stylesheet may be set inline. */
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined;
  }
}
