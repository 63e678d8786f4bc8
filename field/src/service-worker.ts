/**
 * Keeps the files of one version of the app, so that it starts without a network. It keeps nothing else:
 * what the server says about people never passes through here (only addresses under /teren/ are answered).
 */

interface Waits extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asks extends Waits {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = self as unknown as {
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(name: string, then: (event: never) => void): void;
};

const PREFIX = "vatra-field-";
const CACHE = `${PREFIX}__VERSION__`;
const FILES = "__FILES__" as unknown as string[];

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([...FILES, "manifest.webmanifest"].map((file) => new Request(file, { cache: "no-cache" })));
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  const wanted = request.mode === "navigate" ? "./" : request.url;
  const kept = await caches.match(wanted, { ignoreVary: true, cacheName: CACHE });
  return kept ?? (await caches.match(wanted, { ignoreVary: true })) ?? fetch(request);
}

scope.addEventListener("install", (event: Waits) => event.waitUntil(keepAll()));
scope.addEventListener("activate", (event: Waits) => event.waitUntil(forgetOthers()));
scope.addEventListener("message", (event: MessageEvent) => {
  if (event.data === "take over") void scope.skipWaiting();
});
scope.addEventListener("fetch", (event: Asks) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope.registration.scope)) event.respondWith(answer(request));
});

export {};
