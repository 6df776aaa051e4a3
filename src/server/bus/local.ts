import type { Bus, WakeUp } from '../core/ports.ts';

/**
 * The bus of a server that is alone: everyone hears in this process, after whoever published has gone on.
 * @param failed a listener threw; the others have heard all the same
 */
export function createLocalBus(failed: (error: unknown) => void = () => undefined): Bus {
  const listeners = new Set<(wakeUp: WakeUp) => void>();
  let waiting: WakeUp[] = [];
  let open = true;

  const tell = (wakeUp: WakeUp): void => {
    for (const listener of listeners) {
      try {
        listener(wakeUp);
      } catch (error) {
        failed(error);
      }
    }
  };

  const tellAll = (): void => {
    const told = waiting;
    waiting = [];
    for (const wakeUp of told) tell(wakeUp);
  };

  return {
    publish(wakeUp) {
      if (!open) return;
      if (waiting.length === 0) queueMicrotask(tellAll);
      waiting.push(wakeUp);
    },
    subscribe(listener) {
      // Each subscription is one of its own, also of a listener that is there already.
      const own = (wakeUp: WakeUp): void => listener(wakeUp);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    async close() {
      open = false;
      listeners.clear();
      waiting = [];
    },
  };
}
