// Doing a task aloud: the voice, and the screen where it is asked for and the device can, recorded in this browser and
// handed over in pieces (static/js/pieces.js). All words stand in the page (templates/contributor/taking/_aloud.html).
const root = document.querySelector("[data-aloud]");

const KEPT = "parlor-recordings";
const SLICE = 4_000;          // one piece
const LARGEST = 1_500_000;    // bytes: what comes larger is cut
const TICK = 100;
const PATIENCE = 5_000;       // so long without a sound, and it is said
const HEARD = 4;              // of 100
const TYPES = {
  voice: ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"],
  screen: ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"],
};
const BITS = { audioBitsPerSecond: 32_000, videoBitsPerSecond: 1_000_000 };
const FAULTS = {
  NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none",
  NotReadableError: "busy", AbortError: "busy",
};
const BUTTONS = {
  off: ["record", "record_voice"], stopped: ["record", "record_voice"], asking: [],
  recording: ["pause_recording", "stop_recording"], paused: ["resume_recording", "stop_recording"],
};
const find = (selector) => root.querySelector(selector);
const all = (selector) => [...root.querySelectorAll(selector)];
const phase = (part, name) => {
  for (const one of all(`[data-part="${part}"] [data-phase]`)) one.hidden = one.dataset.phase !== name;
};
const advise = (name) => { for (const one of all("[data-advice]")) one.hidden = one.dataset.advice !== name; };
const shares = () => root.dataset.screen !== undefined && Boolean(navigator.mediaDevices?.getDisplayMedia);
const title = document.title;

let state = "off";
let running = [];             // what is being recorded: voice, and perhaps the screen
let stream = null;
let sound = null;
let clock = 0;
let unsent = 0;               // recordings that are not whole yet, over there

const become = (name) => {
  state = name;
  phase("recorder", name);
  const shown = BUTTONS[name];
  for (const one of all("button[data-event]")) {
    if (Object.values(BUTTONS).flat().includes(one.dataset.event)) {
      one.hidden = !shown.includes(one.dataset.event) || (one.dataset.withScreen !== undefined && !shares());
    }
  }
  const going = name === "recording" || name === "paused";
  for (const one of all("[data-going]")) one.hidden = !going;
  document.title = going ? `${name === "recording" ? "● " : ""}${root.dataset.on}: ${title}` : title;
};

// ---- Handing over: loaded once there is something to hand over
let store = null;
let sender = null;
let holding = null;
let loading = null;
const load = () => {
  loading ??= import(root.dataset.store).then(async (pieces) => {
    holding = pieces.holding;
    store = await pieces.openStore(KEPT);
    sender = new pieces.Sender(store, root.dataset.base, tell);
  }).catch((problem) => {
    loading = null;
    throw problem;
  });
  return loading;
};
const tell = (name, left, sentence) => {
  unsent = left.clips;
  find("[data-part=network]").hidden = name === "nothing";
  const going = running.length > 0;
  const between = ["sending", "saved"].includes(name) && left.clips;
  phase("network", between ? (going && !left.pieces ? "so_far" : "sending") : name);
  for (const one of all("[data-left]")) one.textContent = left.pieces;
  if (sentence) find("[data-failed]").textContent = sentence;
  if (name === "failed" && going) stop();
};

// ---- One recording: voice or screen
const newKey = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const recording = async (kind, source) => {
  const mimeType = TYPES[kind].find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(source, { ...BITS, ...(mimeType ? { mimeType } : {}) });
  const key = newKey();
  let letGo;
  const stopped = new Promise((resolve) => { letGo = resolve; });
  holding(key, stopped);
  const mime = recorder.mimeType || mimeType || "";
  await store.put({ key, base: root.dataset.base, task: root.dataset.task, kind, mime, next: 1, milliseconds: 0, begun: Date.now(), closed: false });
  let next = 1;
  let before = 0;             // milliseconds until the last pause
  let since = 0;
  let chain = Promise.resolve();
  const length = () => before + (since ? performance.now() - since : 0);
  const keep = async (data, milliseconds) => {
    for (let place = 0; place < data.size; place += LARGEST) {
      await store.add(key, next, await data.slice(place, place + LARGEST).arrayBuffer());
      next += 1;
      await store.change(key, { next, milliseconds });
    }
    sender.poke();
  };
  const own = {
    kind, recorder, length, stopped,
    pause() { if (recorder.state === "recording") { recorder.pause(); before = length(); since = 0; } },
    resume() { if (recorder.state === "paused") { recorder.resume(); since = performance.now(); } },
    stop() {
      before = length();
      since = 0;
      if (recorder.state !== "inactive") recorder.stop();
      for (const track of source.getTracks()) track.stop();
      return stopped;
    },
  };
  recorder.onstart = () => { since = performance.now(); };
  recorder.ondataavailable = ({ data }) => {
    const milliseconds = length();
    if (data.size) chain = chain.then(() => keep(data, milliseconds));
  };
  recorder.onstop = () => {
    before = length();
    since = 0;
    running = running.filter((one) => one !== own);
    chain = chain.then(() => store.change(key, { closed: true, milliseconds: before }))
      .then(() => { letGo(); sender.poke(); });
    if (kind === "screen" && running.length) phase("screen", "ended");
    if (kind === "voice" && state !== "asking") stop();
  };
  recorder.start(SLICE);
  running.push(own);
  return own;
};

// ---- The sound
const listen = () => {
  const context = new AudioContext();
  const analyser = Object.assign(context.createAnalyser(), { fftSize: 1024 });
  context.createMediaStreamSource(stream).connect(analyser);
  context.resume();
  sound = { context, analyser, heard: false, since: performance.now(), wave: new Float32Array(analyser.fftSize) };
  phase("microphone", "listening");
  clock = setInterval(watch, TICK);
};
const watch = () => {
  const now = performance.now();
  sound.analyser.getFloatTimeDomainData(sound.wave);
  const level = Math.min(100, 300 * Math.sqrt(sound.wave.reduce((sum, one) => sum + one * one, 0) / sound.wave.length));
  find("meter").value = level;
  if (level > HEARD || state === "paused") Object.assign(sound, { heard: sound.heard || level > HEARD, since: now });
  phase("microphone", now - sound.since > PATIENCE ? "silent" : sound.heard ? "works" : "listening");
  if (running.some((one) => one.length() >= Number(root.dataset.longest))) {
    stop();
    advise("longest");
  }
};

// ---- Starting: the screen is asked for first, while the press still counts; without it the voice goes on alone
const screenOf = async () => {
  try {
    return await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 10 } }, audio: false });
  } catch {
    phase("screen", "refused");
    return null;
  }
};

const start = async (withScreen) => {
  if (state === "asking" || running.length) return undefined;
  advise("");
  if (!window.isSecureContext) return advise("insecure");
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return advise("unsupported");
  become("asking");
  const screen = withScreen ? await screenOf() : null;
  try {
    await load();
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    stream.getAudioTracks()[0].addEventListener("ended", () => { stop(); advise("gone"); });
    await recording("voice", stream);
  } catch (problem) {
    for (const track of [...(screen?.getTracks() ?? []), ...(stream?.getTracks() ?? [])]) track.stop();
    become("off");
    return advise(FAULTS[problem.name] ?? "other");
  }
  become("recording");
  listen();
  if (screen) await show(screen);
  return undefined;
};

const show = async (screen) => {
  try {
    const [track] = screen.getVideoTracks();
    const own = await recording("screen", new MediaStream([track, stream.getAudioTracks()[0].clone()]));
    track.addEventListener("ended", () => own.stop());
    phase("screen", "recording");
  } catch {
    for (const track of screen.getTracks()) track.stop();
    phase("screen", "refused");
  }
};

const stop = async () => {
  if (state !== "recording" && state !== "paused") return;
  become("stopped");
  clearInterval(clock);
  sound?.context.close();
  sound = null;
  find("meter").value = 0;
  phase("microphone", "off");
  phase("screen", "off");
  const ending = running;
  await Promise.all(ending.map((one) => one.stop()));
};
const pause = () => {
  for (const one of running) one.pause();
  become("paused");
};
const resume = () => {
  for (const one of running) one.resume();
  become("recording");
};

const ACTIONS = {
  record: () => start(true), record_voice: () => start(false),
  pause_recording: pause, resume_recording: resume, stop_recording: stop,
};
root.addEventListener("click", async (event) => {
  const pressed = event.target.closest("button[data-event]")?.dataset.event;
  if (!ACTIONS[pressed]) return;
  await ACTIONS[pressed]();
  root.querySelector("[data-recorder] button:not([hidden])")?.focus();
});

// ---- Going on: what is being recorded is stopped, and everything is handed over first
let free = false;
document.addEventListener("submit", async (event) => {
  if (free || !sender || sender.held || !(running.length || unsent)) return;
  const { target, submitter } = event;
  event.preventDefault();
  event.stopImmediatePropagation();
  await stop();
  await sender.poke();
  while (!sender.held && (await sender.mine()).some((clip) => clip.closed)) await sender.poke();
  free = true;
  target.requestSubmit(submitter);
  free = false;
}, true);
window.addEventListener("beforeunload", (event) => {
  if (running.length || (store?.fleeting && unsent)) event.preventDefault();
});
window.addEventListener("pagehide", () => { for (const one of running) one.stop(); });

if (root.dataset.task) {
  for (const one of all("[data-with-screen]")) one.hidden = !shares();
  for (const one of all("[data-without-screen]")) one.hidden = shares();
  become("off");
  find("[data-recorder]").hidden = false;
}
if (!window.isSecureContext) advise("insecure");
// What waits from before; a browser that does not tell what it keeps is asked by opening it
const kept = await indexedDB?.databases?.().catch(() => null);
if (!kept || kept.some((one) => one.name === KEPT)) {
  await load();
  await sender.ready;
  if ((await sender.mine()).length) sender.poke();
}
