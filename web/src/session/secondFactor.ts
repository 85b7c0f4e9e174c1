/** Asks for a second factor where a request needs one, and lets the request wait meanwhile. */

export class SecondFactorAsked {
  private waiting: Promise<boolean> | undefined;
  private resolve: (given: boolean) => void = () => undefined;
  private readonly listeners = new Set<() => void>();

  /** Whether somebody is asked now. */
  readonly state = (): boolean => this.waiting !== undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Ask; all that ask meanwhile get the same answer. */
  ask(): Promise<boolean> {
    this.waiting ??= new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.tell();
    return this.waiting;
  }

  /** One is set up now, or will not be. */
  readonly answer = (given: boolean): void => {
    this.waiting = undefined;
    this.resolve(given);
    this.tell();
  };

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

export const secondFactorAsked = new SecondFactorAsked();
