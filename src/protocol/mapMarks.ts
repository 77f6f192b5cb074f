/** @file What worker and page agree on of a map, besides its messages' form. */

/** The most images on a map; of more, a fair sample is drawn from the seed. */
export const MOST_MAPPED = 10_000;

/** Neighbours of each image that a map tells, itself included. */
export const MAPPED_NEIGHBOURS = 5;

/** In a frame's gates. */
export const gateMark = { shut: 0, open: 1, waiting: 2 } as const;
