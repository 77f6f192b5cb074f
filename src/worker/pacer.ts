/** @file Speed of training over the last seconds, and what is left. */

/** Length of the average, milliseconds. */
const SPAN = 3000;

export class Pacer {
  private readonly marks: { time: number; step: number }[] = [];

  /** Notes that `step` steps are done at `time` milliseconds. */
  mark(step: number, time: number): void {
    this.marks.push({ time, step });
    while (this.marks.length > 2 && time - (this.marks[0]?.time ?? time) > SPAN) this.marks.shift();
  }

  /** After a pause the time that went by is not training time. */
  restart(): void {
    this.marks.length = 0;
  }

  /** Steps a second; 0 while there is nothing to measure. */
  get stepsPerSecond(): number {
    const first = this.marks[0];
    const last = this.marks.at(-1);
    if (first === undefined || last === undefined || last.time <= first.time) return 0;
    return ((last.step - first.step) * 1000) / (last.time - first.time);
  }
}
