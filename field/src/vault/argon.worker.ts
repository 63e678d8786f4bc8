/** The thread in which a browser computes Argon2id. */

import { argonHere } from "./argon.ts";
import type { Bytes } from "./bytes.ts";
import type { Cost } from "./vault.ts";

interface Asked {
  pin: string;
  salt: Bytes;
  cost: Cost;
}

const scope = globalThis as unknown as {
  onmessage: (message: MessageEvent<Asked>) => void;
  postMessage(answer: Bytes): void;
};

scope.onmessage = (message) => {
  const { pin, salt, cost } = message.data;
  void argonHere(pin, salt, cost).then((hashed) => scope.postMessage(hashed));
};
