import type { AnyEvent, EventMap, EventName } from "../model/event.ts";

export type EventListener = (event: AnyEvent) => void;

/** Tells what happens in the service to whoever listens, in the order of telling. */
export interface Events {
  /** Never throws: a listener that does is passed to `onFault`, and the others are told all the same. */
  emit<Name extends EventName>(name: Name, data: EventMap[Name]): void;
  /** Hears all events from now on; call what it returns to hear no more. */
  listen(listener: EventListener): () => void;
}

/** `onFault` is given what a listener threw. */
export function createEvents(onFault: (error: unknown) => void): Events {
  const listeners = new Set<EventListener>();
  return {
    emit(name, data) {
      if (listeners.size === 0) return;
      const event = { name, at: new Date().toISOString(), data } as AnyEvent;
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          onFault(error);
        }
      }
    },
    listen(listener) {
      // The same function may listen twice: each has its own end.
      const own: EventListener = (event) => listener(event);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}
