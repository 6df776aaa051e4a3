/** Runs acts one after another; a failing one does not stop the next. */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  run<Value>(act: () => Promise<Value>): Promise<Value> {
    const done = this.#last.then(act, act);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
