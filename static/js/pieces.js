// The pieces of recordings: each is kept in this browser until the server has said that it has it, and sent as often as
// that takes. Used by static/js/aloud.js, on every page where a test is done aloud.
const OLD = 7 * 24 * 3600_000;
const WAITS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const PATIENCE = 60_000;
const RETRIED = [408, 429, 500, 502, 503, 504];

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const locked = (name, options, work) =>
  navigator.locks ? navigator.locks.request(name, options, work) : work({ name });

// ---- Kept in the browser's database: over reloads, closed lids and lost networks
class Kept {
  constructor(base) { this.base = base; }
  table(name, mode = "readonly") { return this.base.transaction(name, mode).objectStore(name); }
  clips() { return done(this.table("clips").getAll()); }
  put(clip) { return done(this.table("clips", "readwrite").put(clip)); }
  async change(key, values) {
    const table = this.table("clips", "readwrite");
    const clip = await done(table.get(key));
    if (!clip) return null;
    await done(table.put(Object.assign(clip, values)));
    return clip;
  }
  add(key, number, data) { return done(this.table("pieces", "readwrite").put({ key, number, data })); }
  async piece(key, number) { return (await done(this.table("pieces").get([key, number])))?.data; }
  async numbers(key) {
    const all = await done(this.table("pieces").getAllKeys(IDBKeyRange.bound([key, 0], [key, Infinity])));
    return all.map(([, number]) => number);
  }
  drop(key, number) { return done(this.table("pieces", "readwrite").delete([key, number])); }
  async forget(key) {
    await done(this.table("pieces", "readwrite").delete(IDBKeyRange.bound([key, 0], [key, Infinity])));
    await done(this.table("clips", "readwrite").delete(key));
  }
}

// ---- The same without one (a private window may forbid it): lost where the page is left before everything is sent
class Fleeting {
  fleeting = true;
  all = new Map();
  data = new Map();
  async clips() { return [...this.all.values()]; }
  async put(clip) { this.all.set(clip.key, clip); this.data.set(clip.key, new Map()); }
  async change(key, values) { return this.all.has(key) ? Object.assign(this.all.get(key), values) : null; }
  async add(key, number, data) { this.data.get(key)?.set(number, data); }
  async piece(key, number) { return this.data.get(key)?.get(number); }
  async numbers(key) { return [...(this.data.get(key)?.keys() ?? [])].sort((a, b) => a - b); }
  async drop(key, number) { this.data.get(key)?.delete(number); }
  async forget(key) { this.all.delete(key); this.data.delete(key); }
}

export const openStore = async (name) => {
  try {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("clips", { keyPath: "key" });
      request.result.createObjectStore("pieces", { keyPath: ["key", "number"] });
    };
    return new Kept(await done(request));
  } catch {
    return new Fleeting();
  }
};

// ---- Whoever records holds this lock: what nobody holds any more was cut off by a reload and is closed as it is
export const holding = (key, until) => { locked(`parlor-clip:${key}`, {}, () => until); };

const cutOff = async (store, base) => {
  for (const clip of await store.clips()) {
    if (Date.now() - clip.begun > OLD) await store.forget(clip.key);
    else if (clip.base === base && !clip.closed) {
      await locked(`parlor-clip:${clip.key}`, { ifAvailable: true }, (free) => free && store.change(clip.key, { closed: true }));
    }
  }
};

class Refused extends Error {}   // it will never be taken: said, and forgotten
class Lost extends Error {}      // the network or the server is away: again, later
class Held extends Error {}      // this page is too old: after a reload

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Sender {
  constructor(store, base, tell) {
    Object.assign(this, { store, base, tell, known: new Map(), busy: null, again: false, tries: 0, held: false });
    this.token = document.querySelector("meta[name=form-token]").content;
    this.wake = () => {};
    window.addEventListener("online", () => this.wake());
    // Of a tab that still records, this one is told by its lock; of one that was reloaded there is none.
    this.ready = cutOff(store, base);
  }

  // Send whatever waits; a second call while it is sending makes it look once more
  poke() {
    this.again = true;
    this.busy ??= this.ready
      .then(() => locked(`parlor-sending:${this.base}`, {}, () => this.rounds()))
      .finally(() => { this.busy = null; });
    return this.busy;
  }

  async mine() { return (await this.store.clips()).filter((clip) => clip.base === this.base); }

  // How many pieces wait here, and how many recordings are not whole yet
  async left() {
    const clips = await this.mine();
    const counts = await Promise.all(clips.map(async (clip) => (await this.store.numbers(clip.key)).length));
    return { pieces: counts.reduce((sum, one) => sum + one, 0), clips: clips.length };
  }

  async rounds() {
    while (this.again && !this.held) {
      this.again = false;
      try {
        for (const clip of await this.mine()) await this.one(clip);
      } catch (problem) {
        if (problem instanceof Lost) await this.later();
        else if (problem instanceof Held) {
          this.held = true;
          await this.say("held");
        } else throw problem;
      }
    }
    // Whoever came between the last look and here is sent by the next call
  }

  async later() {
    const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    this.known.clear();
    await this.say("waiting");
    await new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, wait);
    });
    this.wake = () => {};
    this.again = true;
  }

  async say(phase, sentence = "") { this.tell(phase, await this.left(), sentence); }

  async one(clip) {
    try {
      await this.pieces(clip);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      await this.store.forget(clip.key);
      this.known.delete(clip.key);
      this.failed = problem.message;
      await this.say("failed", problem.message);
    }
  }

  async pieces(clip) {
    const { key } = clip;
    if (!clip.url) {
      const { task, kind, mime } = clip;
      const { clip: url } = await this.ask("POST", this.base, new URLSearchParams({ task, kind, mime, once: key }));
      clip = (await this.store.change(key, { url })) ?? { ...clip, url };
    }
    if (!this.known.has(key)) {
      const there = await this.ask("GET", `${clip.url}/pieces`);
      this.known.set(key, new Set(there.pieces));
    }
    const known = this.known.get(key);
    for (const number of await this.store.numbers(key)) {
      if (!known.has(number)) {
        await this.say("sending");
        const data = await this.store.piece(key, number);
        const digest = hex(await crypto.subtle.digest("SHA-256", data));
        await this.ask("PUT", `${clip.url}/pieces/${number}`, data, { "X-Digest": digest, "Content-Type": "application/octet-stream" });
        known.add(number);
      }
      await this.store.drop(key, number);
      this.tries = 0;
    }
    await this.finish(key, known);
  }

  async finish(key, known) {
    const clip = (await this.mine()).find((one) => one.key === key);
    if (!clip || !clip.closed || (await this.store.numbers(key)).length) return this.say("sending");
    const count = known.size;
    if (count) {
      const milliseconds = Math.round(clip.milliseconds);
      await this.ask("POST", `${clip.url}/finish`, new URLSearchParams({ pieces: clip.next - 1, milliseconds }));
    }
    await this.store.forget(key);
    this.known.delete(key);
    return this.say(count ? "saved" : "nothing");
  }

  async ask(method, url, body, headers = {}) {
    let answer;
    try {
      const signal = AbortSignal.timeout?.(PATIENCE);
      answer = await fetch(url, { method, body, headers: { ...headers, "X-Form-Token": this.token }, redirect: "manual", signal });
    } catch {
      throw new Lost();
    }
    if (RETRIED.includes(answer.status)) throw new Lost();
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) throw new Held();
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(told.sentence ?? "");
    return told;
  }
}
