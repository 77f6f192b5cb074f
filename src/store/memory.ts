/** @file What a visit leaves for the next. */

export interface Memory {
  /** Null where nothing was kept, or nothing may be. */
  recall: (key: string) => string | null;
  keep: (key: string, value: string) => void;
}

/** Private windows may forbid storage, even to look at it; what is kept then lasts as long as the page. */
export const memoryIn = (storage: () => Pick<Storage, 'getItem' | 'setItem'>): Memory => ({
  recall: (key) => {
    try {
      return storage().getItem(key);
    } catch {
      return null;
    }
  },
  keep: (key, value) => {
    try {
      storage().setItem(key, value);
    } catch {
      // It was only to be remembered.
    }
  },
});
