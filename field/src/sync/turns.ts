/** Only one page of a tablet syncs at a time: Web Locks where the browser has them. */

interface Locks {
  request<T>(name: string, call: () => Promise<T>): Promise<T>;
}

/** Runs `call` when no other page of this tablet holds the name. */
export async function oneAtATime<T>(name: string, call: () => Promise<T>): Promise<T> {
  const { navigator } = globalThis as { navigator?: { locks?: Locks } };
  return navigator?.locks ? navigator.locks.request(name, call) : call();
}
