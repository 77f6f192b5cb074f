/** @file The mark: an image, the gate around it, and the neighbour that may pass. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <path
        d="M22.6 7.2A11 11 0 1 0 26 14.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <circle cx="15" cy="16" r="4" fill="currentColor" />
      <circle cx="27" cy="6" r="3.4" fill="var(--accent)" />
    </svg>
  );
}
