/** @file The icons, drawn on a 16-pixel grid in the colour of the text around them. */

const paths = {
  play: (
    <path
      d="M4.5 2.8v10.4a.6.6 0 0 0 .9.5l8.4-5.2a.6.6 0 0 0 0-1L5.4 2.3a.6.6 0 0 0-.9.5Z"
      fill="currentColor"
    />
  ),
  pause: (
    <g fill="currentColor">
      <rect x="3.5" y="2.5" width="3.2" height="11" rx=".8" />
      <rect x="9.3" y="2.5" width="3.2" height="11" rx=".8" />
    </g>
  ),
  step: (
    <g fill="currentColor">
      <path d="M2.5 3.2v9.6a.6.6 0 0 0 .9.5l6.9-4.8a.6.6 0 0 0 0-1L3.4 2.7a.6.6 0 0 0-.9.5Z" />
      <rect x="11.4" y="2.5" width="2.2" height="11" rx=".8" />
    </g>
  ),
  reset: <path d="M3 8a5 5 0 1 0 1.7-3.8M4.4 1.4v3.2h3.2" />,
  seed: (
    <g>
      <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="2.6" />
      <g fill="currentColor" stroke="none">
        <circle cx="5.4" cy="5.4" r="1.15" />
        <circle cx="8" cy="8" r="1.15" />
        <circle cx="10.6" cy="10.6" r="1.15" />
      </g>
    </g>
  ),
  share: (
    <path d="M6.8 9.2a2.7 2.7 0 0 0 3.9 0l2-2a2.75 2.75 0 0 0-3.9-3.9l-.9.9M9.2 6.8a2.7 2.7 0 0 0-3.9 0l-2 2a2.75 2.75 0 0 0 3.9 3.9l.9-.9" />
  ),
  open: (
    <path d="M1.8 12.4V3.9a.9.9 0 0 1 .9-.9h3.2l1.6 1.8h5.2a.9.9 0 0 1 .9.9v1.2M1.8 12.4l1.7-4.7a.9.9 0 0 1 .8-.6h9.6a.6.6 0 0 1 .6.8l-1.6 4.7a.9.9 0 0 1-.9.6H2.6a.8.8 0 0 1-.8-.8Z" />
  ),
  book: (
    <path d="M8 4.2C6.6 3.2 4.6 2.8 2 2.8v9.6c2.6 0 4.6.4 6 1.4 1.4-1 3.4-1.4 6-1.4V2.8c-2.6 0-4.6.4-6 1.4Zm0 0v9.6" />
  ),
  screen: <path d="M1.8 2.6h12.4v8.2H1.8ZM8 10.8v2.8m-2.6 0h5.2" />,
  lock: <path d="M4.6 7.2V5.4a3.4 3.4 0 0 1 6.8 0v1.8M3.4 7.2h9.2v6.2H3.4Z" />,
  check: <path d="m3 8.6 3.3 3.3L13 4.6" />,
  gauge: <path d="M2.6 12.2a6.2 6.2 0 1 1 10.8 0M8 9.4l2.7-3.4" />,
  settings: <path d="M2 4.5h5m4 0h3M2 11.5h3m4 0h5M9 2.7v3.6M7 9.7v3.6" />,
  system: (
    <g>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2Z" fill="currentColor" />
    </g>
  ),
  light: (
    <g>
      <circle cx="8" cy="8" r="2.9" />
      <path d="M8 1.2v1.4m0 10.8v1.4M1.2 8h1.4m10.8 0h1.4M3.2 3.2l1 1m7.6 7.6 1 1m0-9.6-1 1M4.2 11.8l-1 1" />
    </g>
  ),
  dark: <path d="M13.4 9.6A5.7 5.7 0 0 1 6.4 2.6a5.7 5.7 0 1 0 7 7Z" />,
  help: <path d="M5.6 5.7a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.1.9-1.1 1.7m0 2.6v.1" />,
  previous: <path d="M10 3 5 8l5 5" />,
  next: <path d="m6 3 5 5-5 5" />,
  brush: (
    <path
      d="M8 2.5c3.3 0 5.8 1.8 5.8 4.1S11.3 10.7 8 10.7s-5.8-1.8-5.8-4.1S4.7 2.5 8 2.5ZM5 10.3c-1.3.9-1 3.2 1.2 3.2"
      strokeDasharray="2.6 2.2"
    />
  ),
  zoomIn: <path d="M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6Zm3.5 8.3 3.3 3.3M7 5v4M5 7h4" />,
  zoomOut: <path d="M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6Zm3.5 8.3 3.3 3.3M5 7h4" />,
  whole: <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />,
  close: <path d="m3.8 3.8 8.4 8.4m0-8.4-8.4 8.4" />,
  warning: (
    <path d="M8 5.8v3.4m0 2.3v.1M7.1 2.3 1.6 12a1 1 0 0 0 .9 1.6h11a1 1 0 0 0 .9-1.6L8.9 2.3a1 1 0 0 0-1.8 0Z" />
  ),
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {name === 'play' || name === 'pause' || name === 'step' ? (
        <g stroke="none">{paths[name]}</g>
      ) : (
        paths[name]
      )}
    </svg>
  );
}
