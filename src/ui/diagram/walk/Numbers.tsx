/** @file The numbers of a part, and rows of bars where there are many. */
import type { Strip, Telling } from './telling.ts';

export const Numbers = ({ telling }: { telling: Telling | undefined }) => (
  <div className="walk-numbers">
    {(telling?.strips ?? []).map((strip) => (
      <Bars key={strip.label} {...strip} />
    ))}
    <dl>
      {(telling?.figures ?? []).map(({ id, label, value, shown }) => (
        <div key={id}>
          <dt>{label}</dt>
          <dd data-testid={`walk-${id}`} data-value={value}>
            {shown}
          </dd>
        </div>
      ))}
    </dl>
  </div>
);

/** Up where a number is positive, down where it is negative, as shares of the longest. */
function Bars({ label, values }: Strip) {
  const longest = Math.max(...values.map(Math.abs), Number.MIN_VALUE);
  return (
    <figure className="walk-strip">
      <svg
        viewBox={`0 0 ${values.length} 2`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: its first ${values.length} numbers`}
      >
        {values.map((value, place) => {
          const share = value / longest;
          return (
            <rect
              key={place}
              x={place + 0.12}
              width="0.76"
              y={share > 0 ? 1 - share : 1}
              height={Math.abs(share)}
            />
          );
        })}
      </svg>
      <figcaption>{label}</figcaption>
    </figure>
  );
}
