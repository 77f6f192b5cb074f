/** @file Something that would end the run of the page. */

export interface Ending {
  /** The question to the person: "Reload the page?" */
  question: string;
  /** What the person then does, as in "Save a checkpoint, then reload". */
  verb: string;
  go: () => void;
}
