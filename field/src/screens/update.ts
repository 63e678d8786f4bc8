/** Keeps the app's files on the tablet, and takes a new version over while nothing is open. */

import { effect, signal } from "@preact/signals";
import { isOpen } from "./session.ts";

/** A new version stands ready. */
export const ready = signal(false);
let waiting: ServiceWorker | null = null;

/** Registers the service worker; a new version takes over by itself on the locked screen, else when the worker says so. */
export function keepApp(): void {
  if (!("serviceWorker" in navigator)) return;
  let reloading = false;
  const first = navigator.serviceWorker.controller === null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (first || reloading) return;
    reloading = true;
    location.reload();
  });
  void navigator.serviceWorker.register("service-worker.js", { updateViaCache: "none" }).then((registration) => {
    const noticed = (worker: ServiceWorker | null) => {
      if (!worker || !navigator.serviceWorker.controller) return;
      worker.addEventListener("statechange", () => worker.state === "installed" && offer(worker));
      if (worker.state === "installed") offer(worker);
    };
    noticed(registration.waiting ?? registration.installing);
    registration.addEventListener("updatefound", () => noticed(registration.installing));
  }, () => undefined);
}

function offer(worker: ServiceWorker): void {
  waiting = worker;
  ready.value = true;
  const stop = effect(() => {
    if (isOpen.value) return;
    takeOver();
    queueMicrotask(() => stop());
  });
}

export function takeOver(): void {
  waiting?.postMessage("take over");
}
