/** @file Where the arrow keys lead among pictures in rows (the grid pattern of the ARIA Authoring Practices). */

interface Pressed {
  key: string;
  ctrlKey: boolean;
}

/** The place that `pressed` leads to from `place`, row by row; undefined where the key leads nowhere. */
export function placeAfter(
  { key, ctrlKey }: Pressed,
  place: number,
  { columns, count }: { columns: number; count: number },
): number | undefined {
  const inRow = place % columns;
  const lastOfRow = Math.min(place - inRow + columns, count) - 1;
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: inRow > 0 ? place - 1 : -1,
    ArrowRight: place < lastOfRow ? place + 1 : -1,
    ArrowUp: place - columns,
    ArrowDown: place + columns,
    Home: ctrlKey ? 0 : place - inRow,
    End: ctrlKey ? count - 1 : lastOfRow,
  };
  const next = places[key] ?? -1;
  return next >= 0 && next < count ? next : undefined;
}
