/** @file Several speak at once and are heard one after the other, each without interruption. */

export interface Speaker {
  say: (text: string) => void;
  /** Nothing more comes: the next one is heard. */
  end: () => void;
}

/**
 * Hands out speakers. The first is heard as it speaks; what the others say is kept until all before them have
 * ended.
 */
export function turns(hear: (text: string) => void): () => Speaker {
  const waiting: { said: string[]; ended: boolean }[] = [];
  const goOn = () => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      for (const text of first.said.splice(0)) hear(text);
      if (!first.ended) return;
      waiting.shift();
    }
  };
  return () => {
    const own = { said: [] as string[], ended: false };
    waiting.push(own);
    return {
      say: (text) => {
        own.said.push(text);
        goOn();
      },
      end: () => {
        own.ended = true;
        goOn();
      },
    };
  };
}
