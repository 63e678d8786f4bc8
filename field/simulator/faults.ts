/** A line to the server that goes wrong as it is told. */

import { connect } from "node:net";

/** See the head of main.ts. */
export interface Fault {
  kind: "drop_request" | "cut_request" | "drop_answer" | "cut_answer" | "duplicate" | "delay" | "status" | "portal" | "kill";
  on?: string;
  times?: number;
  after?: number;
  at_once?: boolean;
  ms?: number;
  status?: number;
  retry_after?: number;
  when?: "before" | "after";
}

/** Gives up a call as a browser does when the line breaks. */
class LineBroke extends TypeError {}

/** The fetch of one life of a tablet. */
export class FaultyLine {
  private faults: Fault[] = [];
  private dead = false;

  /** `spoken` gives the protocol of an older or newer app, null for this one. */
  constructor(private readonly killed: () => void, private readonly spoken: () => number | null = () => null) {}

  /** From now on these go wrong, in this order; what was left of earlier ones is forgotten. */
  expect(faults: Fault[]): void {
    this.faults = faults.flatMap((fault) => Array.from({ length: fault.times ?? 1 }, () => fault));
  }

  /** This life is over: nothing comes back from the line any more. */
  die(): void {
    this.dead = true;
  }

  readonly fetch: typeof fetch = async (address, given) => {
    const [spoken, headers] = [this.spoken(), new Headers(given?.headers)];
    if (spoken !== null) headers.set("Vatra-Protocol", String(spoken));
    const init = { ...given, headers };
    const path = String(address).replace(/^.*\/api\/sync\//, "");
    const place = this.faults.findIndex((fault) => fault.on === undefined || path.startsWith(fault.on));
    const fault = place === -1 ? undefined : this.faults.splice(place, 1)[0];
    const answer = fault ? await this.wrong(fault, String(address), init) : await fetch(address, init);
    return this.dead ? never() : answer;
  };

  private async wrong(fault: Fault, address: string, init: RequestInit): Promise<Response> {
    if (fault.kind === "drop_request") throw new LineBroke("dropped");
    if (fault.kind === "cut_request") return cutRequest(address, init, fault.after ?? 0);
    if (fault.kind === "portal") return new Response("<html>Wi-Fi</html>", { headers: { "Content-Type": "text/html" } });
    if (fault.kind === "status") return refusal(fault);
    if (fault.kind === "kill" && fault.when === "before") return this.kill();
    if (fault.kind === "delay") await new Promise((done) => setTimeout(done, fault.ms ?? 0));
    if (fault.kind === "duplicate") return twice(address, init, fault.at_once ?? false);
    const answer = await fetch(address, init);
    const body = new Uint8Array(await answer.arrayBuffer());
    if (fault.kind === "kill") return this.kill();
    if (fault.kind === "drop_answer") throw new LineBroke("answer dropped");
    return again(answer, fault.kind === "cut_answer" ? cutBody(body, fault.after ?? 0) : body);
  }

  private kill(): Promise<Response> {
    this.killed();
    return never();
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => {});
}

function again(answer: Response, body: BodyInit): Response {
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding"); // already unpacked here
  headers.delete("Content-Length");
  return new Response(body, { status: answer.status, headers });
}

function refusal({ status = 503, retry_after }: Fault): Response {
  const headers = { "Content-Type": "application/json", ...(retry_after === undefined ? {} : { "Retry-After": String(retry_after) }) };
  return new Response(JSON.stringify({ code: "made_to_fail", message: "" }), { status, headers });
}

function cutBody(body: Uint8Array<ArrayBuffer>, after: number): ReadableStream {
  let given = false;
  return new ReadableStream({
    pull(controller) {
      if (given || after === 0) controller.error(new LineBroke("cut"));
      else controller.enqueue(body.slice(0, after));
      given = true;
    },
  });
}

async function twice(address: string, init: RequestInit, atOnce: boolean): Promise<Response> {
  if (!atOnce) {
    await (await fetch(address, init)).arrayBuffer();
    return fetch(address, init);
  }
  const [one, other] = await Promise.all([fetch(address, init), fetch(address, init)]);
  await one.arrayBuffer();
  return other;
}

/** Sends the first bytes of the request, head and body, by a socket of its own, and breaks the line. */
async function cutRequest(address: string, init: RequestInit, after: number): Promise<Response> {
  const url = new URL(address);
  const body = init.body === undefined || init.body === null ? Buffer.alloc(0) : Buffer.from(init.body as Uint8Array);
  const headers = new Headers(init.headers);
  headers.set("Host", url.host);
  if (body.length > 0) headers.set("Content-Length", String(body.length));
  const head = `${init.method ?? "GET"} ${url.pathname}${url.search} HTTP/1.1\r\n${[...headers].map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  const bytes = Buffer.concat([Buffer.from(head, "latin1"), body]).subarray(0, after);
  await new Promise<void>((done) => {
    const socket = connect(Number(url.port || 80), url.hostname, () => socket.write(bytes, () => setTimeout(() => socket.destroy(), 20)));
    socket.on("close", () => done()).on("error", () => done()).resume();
  });
  throw new LineBroke("request cut");
}
