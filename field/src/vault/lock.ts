/** The vault itself: states, PINs, lease and recovery, over the strongbox. */

import { fromBase64, randomBytes, type Bytes } from "./bytes.ts";
import { LeaseClock } from "./clock.ts";
import { lockKey, newDataKey, pinKey, recoveryKey, secretKey, tokenKey, unwrapped, wrapped } from "./keys.ts";
import type { Means } from "./means.ts";
import { checkPin, waitAfter } from "./pins.ts";
import { openWith, sealWith } from "./sealing.ts";
import { Strongbox, type Kept } from "./strongbox.ts";
import { Locked, type Enrolled, type Lease, type Policy, type Recovered, type Unlocked, type Vault, type VaultState } from "./vault.ts";

const NO_POLICY: Policy = { lease_days: 0, pin_least: 6, lock_minutes: 10, wrong_pins: 10, journal_days: 60 };

/** How the store of a vault is called, after its name. */
export const VAULT = "-vault";

/** The vault of this name on this tablet, as it stands on the disk: empty, or locked. */
export async function openVault(name: string, means: Means): Promise<Vault> {
  const box = new Strongbox(means.indexedDB, `${name}${VAULT}`);
  return new Lock(box, means, await box.read());
}

class Lock implements Vault {
  private clock: LeaseClock;
  private data: CryptoKey | null = null;
  private pin: CryptoKey | null = null;
  private bearer: string | null = null;
  private waitsSince: number;
  private touchedAt = 0;
  private timeKeptAt = 0;
  private stopTimer: () => void = () => {};
  private queue: Promise<unknown> = Promise.resolve();
  private readonly listeners = new Set<(state: VaultState) => void>();

  constructor(private readonly box: Strongbox, private readonly means: Means, private kept: Kept | null) {
    this.clock = new LeaseClock(means, kept?.latest ?? 0, kept?.offset ?? 0);
    this.waitsSince = means.monotonic();
  }

  state(): VaultState {
    if (this.kept === null) return "empty";
    this.lockIfIdle();
    this.lapseIfOver();
    if (this.data !== null) return "open";
    if (this.kept.pin_wrap === null) return "pin_destroyed";
    return this.leaseIsOver() ? "lease_over" : "locked";
  }

  device(): string {
    return this.kept?.device ?? "";
  }

  policy(): Policy {
    return this.kept?.policy ?? NO_POLICY;
  }

  leaseUntil(): number {
    return this.kept?.lease_until ?? 0;
  }

  token(): string | null {
    return this.bearer;
  }

  now(): number {
    return this.clock.now();
  }

  watch(listener: (state: VaultState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async seal(collection: string, id: string, version: number, value: unknown): Promise<Uint8Array> {
    return sealWith(this.opened(), collection, id, version, value);
  }

  async open<T>(collection: string, id: string, version: number, sealed: Uint8Array): Promise<T> {
    return openWith<T>(this.opened(), collection, id, version, sealed);
  }

  create(given: Enrolled): Promise<void> {
    return this.oneByOne(async () => {
      checkPin(given.pin, given.policy.pin_least);
      const cost = await this.means.cost();
      const readable = await newDataKey();
      const recovery = await recoveryKey(await secretKey(fromBase64(given.recovery)), given.device);
      this.clock.set(Date.parse(given.server_at));
      const kept: Kept = {
        device: given.device, salt: randomBytes(16), cost, pin_wrap: null, token_seal: null, wrong: 0, policy: given.policy,
        recovery_wrap: await wrapped(readable, recovery), lease_secret: null, lease_until: 0, ...this.clock.kept(),
      };
      await this.lockWith(kept, readable, given.pin, given.lease, given.token);
    });
  }

  unlock(pin: string): Promise<Unlocked> {
    return this.oneByOne(() => this.tried(pin, (kept, part) => this.openAfter(kept, part)));
  }

  relock(): void {
    const was = this.state();
    this.forget();
    this.bearer = null;
    if (was !== "empty") void this.keepTime();
    this.tell();
  }

  touch(): void {
    this.lockIfIdle();
    if (this.data === null) return;
    this.touchedAt = this.means.monotonic();
    if (this.touchedAt - this.timeKeptAt > 60_000) void this.keepTime();
    this.stopTimer();
    this.stopTimer = this.means.later(this.policy().lock_minutes * 60_000 + 500, () => this.lockIfIdle());
  }

  changePin(old: string, next: string): Promise<Unlocked> {
    return this.oneByOne(async () => {
      checkPin(next, this.policy().pin_least);
      return this.tried(old, async (kept, part) => {
        if (this.leaseIsOver()) return this.over(kept, part);
        const readable = await this.dataKey(kept, part, true);
        if (readable === null || this.bearer === null) return { state: "pin_destroyed" };
        const lease = { secret: "", until: new Date(kept.lease_until).toISOString() };
        await this.lockWith(kept, readable, next, lease, this.bearer);
        return { state: "open" };
      });
    });
  }

  recover(given: Recovered): Promise<void> {
    return this.oneByOne(async () => {
      const kept = await this.box.read();
      if (kept?.recovery_wrap == null) throw new Locked("nothing to recover");
      checkPin(given.pin, kept.policy.pin_least);
      const wrapping = await recoveryKey(await secretKey(fromBase64(given.secret)), kept.device);
      const readable = await unwrapped(kept.recovery_wrap, wrapping, true);
      if (readable === null) throw new Locked("another tablet's secret");
      await this.lockWith(kept, readable, given.pin, given.lease, given.token);
    });
  }

  renew(lease: Lease, server_at: string): Promise<void> {
    return this.oneByOne(async () => {
      this.clock.set(Date.parse(server_at));
      const secret = fromBase64(lease.secret);
      const pin = this.pin;
      if (pin === null || this.kept === null) return;
      const before = this.kept;
      const time = { lease_until: Date.parse(lease.until), ...this.clock.kept() };
      if (this.data !== null && before.lease_secret !== null && same(before.lease_secret, secret)) {
        // The same lease, longer by what passed since: sync need not wait for the disk, a pulled battery costs that time.
        this.kept = { ...before, ...time };
        void this.box.changed((kept) => kept && { ...kept, ...time }).catch(() => null);
        return;
      }
      await this.rewrap(before, pin, secret, time);
    });
  }

  revoke(): Promise<void> {
    return this.oneByOne(async () => {
      this.kept = await this.box.changed((kept) => kept && { ...kept, lease_secret: null });
      this.forget();
      this.tell();
    });
  }

  destroy(): Promise<void> {
    return this.oneByOne(async () => {
      this.forget();
      this.bearer = null;
      this.kept = await this.box.changed(() => null);
      this.tell();
    });
  }

  /** One PIN: counted on the disk before it is tried, so that pulling the battery gives no free try. */
  private async tried(pin: string, then: (kept: Kept, part: CryptoKey) => Promise<Unlocked>): Promise<Unlocked> {
    const before = await this.box.read();
    if (before === null) return { state: "empty" };
    if (before.wrong > (this.kept?.wrong ?? 0)) this.waitsSince = this.means.monotonic();
    this.kept = before;
    if (before.pin_wrap === null || before.token_seal === null) return { state: "pin_destroyed" };
    if (before.wrong >= before.policy.wrong_pins) return this.destroyPin();
    const waited = (this.means.monotonic() - this.waitsSince) / 1_000;
    const missing = Math.ceil(waitAfter(before.wrong) - waited);
    if (missing > 0) return { state: "wait", wait_seconds: missing };
    this.kept = await this.box.changed((kept) => kept && { ...kept, wrong: kept.wrong + 1, ...this.clock.kept() });
    const part = await pinKey(this.means.argon, pin, before.salt, before.cost);
    const bearer = await this.tokenOf(before, part);
    if (bearer === null) return this.wrong();
    this.bearer = bearer;
    this.kept = await this.box.changed((kept) => kept && { ...kept, wrong: 0 });
    return then(this.kept ?? before, part);
  }

  private async wrong(): Promise<Unlocked> {
    this.waitsSince = this.means.monotonic();
    const tries_left = Math.max(0, this.policy().wrong_pins - (this.kept?.wrong ?? 0));
    if (tries_left > 0) return { state: "wrong_pin", tries_left, wait_seconds: waitAfter(this.kept?.wrong ?? 0) };
    return this.destroyPin();
  }

  /** Too many wrong PINs: only the server's recovery secret opens this tablet now. */
  private async destroyPin(): Promise<Unlocked> {
    this.kept = await this.box.changed((kept) => kept && { ...kept, pin_wrap: null, token_seal: null, lease_secret: null });
    this.forget();
    this.bearer = null;
    this.tell();
    return { state: "pin_destroyed" };
  }

  private async tokenOf(kept: Kept, part: CryptoKey): Promise<string | null> {
    try {
      const key = await tokenKey(part, kept.salt);
      return await openWith<string>(key, "token", kept.device, 1, kept.token_seal!);
    } catch {
      return null;
    }
  }

  private async openAfter(kept: Kept, part: CryptoKey): Promise<Unlocked> {
    if (this.leaseIsOver()) return this.over(kept, part);
    const data = await this.dataKey(kept, part, false);
    if (data === null) return this.over(kept, part);
    this.opens(data, part);
    return { state: "open" };
  }

  /** The lease is over: its secret goes from the disk; the PIN's part waits for a new one. */
  private async over(kept: Kept, part: CryptoKey): Promise<Unlocked> {
    this.forget();
    this.pin = part;
    if (kept.lease_secret !== null) {
      this.kept = await this.box.changed((now) => now && { ...now, lease_secret: null });
    }
    this.tell();
    return { state: "lease_over" };
  }

  private async dataKey(kept: Kept, part: CryptoKey, readable: boolean): Promise<CryptoKey | null> {
    if (kept.pin_wrap === null || kept.lease_secret === null) return null;
    return unwrapped(kept.pin_wrap, await lockKey(part, kept.lease_secret), readable);
  }

  /** Another lease secret: wrap again when the old one is still here; without it, try the new one. */
  private async rewrap(before: Kept, pin: CryptoKey, secret: Bytes, time: Partial<Kept>): Promise<void> {
    const readable = await this.dataKey(before, pin, true);
    const lock = await lockKey(pin, secret);
    const pin_wrap = readable ? await wrapped(readable, lock) : before.pin_wrap;
    const data = pin_wrap && (await unwrapped(pin_wrap, lock));
    if (data === null) {
      // The office locked this tablet and opened it again: only recovery with the password fits the new lease.
      this.kept = await this.box.changed((kept) => kept && { ...kept, ...time, pin_wrap: null, lease_secret: null });
      this.forget();
      this.tell();
      return;
    }
    this.kept = await this.box.changed((kept) => kept && { ...kept, ...time, pin_wrap, lease_secret: secret });
    this.opens(data, pin);
  }

  /** Wraps the data key by a new PIN, keeps all on the disk and opens. An empty lease secret keeps the one there. */
  private async lockWith(kept: Kept, readable: CryptoKey, pin: string, lease: Lease, token: string): Promise<void> {
    const salt = randomBytes(16);
    const part = await pinKey(this.means.argon, pin, salt, kept.cost);
    const lease_secret = lease.secret === "" ? kept.lease_secret! : fromBase64(lease.secret);
    const lock = await lockKey(part, lease_secret);
    const pin_wrap = await wrapped(readable, lock);
    const token_seal = (await sealWith(await tokenKey(part, salt), "token", kept.device, 1, token)) as Bytes;
    const lease_until = Date.parse(lease.until);
    this.kept = await this.box.changed(() => ({ ...kept, salt, pin_wrap, token_seal, lease_secret, lease_until, wrong: 0 }));
    this.bearer = token;
    this.opens((await unwrapped(pin_wrap, lock))!, part);
  }

  private opens(data: CryptoKey, part: CryptoKey): void {
    this.data = data;
    this.pin = part;
    this.touchedAt = this.means.monotonic();
    this.touch();
    this.tell();
  }

  /** The data key, when nothing forbids it now. */
  private opened(): CryptoKey {
    this.lockIfIdle();
    this.lapseIfOver();
    if (this.data === null) throw new Locked(this.leaseIsOver() ? "the lease is over" : "the vault is locked");
    return this.data;
  }

  private leaseIsOver(): boolean {
    return this.kept !== null && (this.kept.lease_secret === null || this.clock.now() >= this.kept.lease_until);
  }

  private lockIfIdle(): void {
    if (this.data === null || this.policy().lock_minutes <= 0) return;
    if (this.means.monotonic() - this.touchedAt < this.policy().lock_minutes * 60_000) return;
    this.forget();
    this.bearer = null;
    void this.keepTime();
    this.tell();
  }

  /** The lease ended while the vault was open: the key goes at once, the PIN's part stays for a renewal. */
  private lapseIfOver(): void {
    if (this.data === null || !this.leaseIsOver()) return;
    this.data = null;
    void this.box.changed((kept) => kept && { ...kept, lease_secret: null }).catch(() => null);
    this.tell();
  }

  private forget(): void {
    this.data = null;
    this.pin = null;
    this.stopTimer();
  }

  private async keepTime(): Promise<void> {
    const time = this.clock.kept();
    this.timeKeptAt = this.means.monotonic();
    await this.box.changed((kept) => kept && { ...kept, ...time, latest: Math.max(kept.latest, time.latest) }).catch(() => null);
  }

  private tell(): void {
    for (const listener of this.listeners) listener(this.state());
  }

  private oneByOne<T>(call: () => Promise<T>): Promise<T> {
    const after = this.queue.then(call, call);
    this.queue = after.catch(() => undefined);
    return after;
  }
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

