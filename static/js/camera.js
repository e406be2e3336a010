// The camera check: a live picture, the level of the sound, and the advice that fits. Everything stays in the browser:
// nothing is sent, nothing is recorded. All words stand in the page (templates/contributor/screener/_check.html).
(() => {
  "use strict";
  const root = document.querySelector("[data-check]");
  if (!root) return;
  const TICK = 100;          // how often the level is drawn
  const PATIENCE = 5_000;    // so long without any sound, and the advice for it is shown
  const DARK_AFTER = 3_000;  // the same for a picture that is black
  const HEARD = 4;           // of 100
  const LIGHT = 20;          // of 255: the brightest point of a picture that is not black
  const FAULTS = {
    NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none",
    NotReadableError: "busy", AbortError: "busy",
  };
  const KINDS = { camera: "videoinput", microphone: "audioinput" };
  const PARTS = Object.keys(KINDS);
  const find = (selector) => root.querySelector(selector);
  const video = find("video");
  const meter = find("meter");
  const small = Object.assign(document.createElement("canvas"), { width: 16, height: 12 });
  const pixels = small.getContext("2d", { willReadFrequently: true });
  let stream = null;
  let sound = null;
  let clock = 0;
  let turn = 0;              // a press that comes while the browser still asks makes the answer before it void

  const phase = (part, name) => {
    for (const one of root.querySelectorAll(`[data-part="${part}"] [data-phase]`)) one.hidden = one.dataset.phase !== name;
  };
  const advise = (name, on = true) => {
    const one = find(`[data-advice="${name}"]`);
    if (one && one.hidden === on) one.hidden = !on;
  };
  const chooser = (part) => find(`select[data-of="${part}"]`);
  const press = (name) => {
    for (const one of root.querySelectorAll("button")) one.hidden = one.dataset.event !== name;
  };

  // ---- Which browser this is only decides which way back to the permission is told
  const family = () => {
    const agent = navigator.userAgent;
    if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1)) return "ios";
    if (/Android/.test(agent)) return "android";
    if (/Firefox/.test(agent)) return "firefox";
    if (/Chrom|Edg/.test(agent)) return "chromium";
    return /Safari/.test(agent) ? "safari" : "other";
  };

  // ---- Off
  const stop = () => {
    turn += 1;
    clearInterval(clock);
    for (const track of stream?.getTracks() ?? []) track.stop();
    sound?.context.close();
    stream = sound = video.srcObject = null;
    video.hidden = find("[data-live]").hidden = true;
    find(".sitter").removeAttribute("hidden");
    meter.value = 0;
    for (const one of root.querySelectorAll("[data-advice]")) one.hidden = true;
    for (const part of PARTS) phase(part, "off");
    press("try_camera");
  };

  // ---- On: both at once, so that the browser asks once; where that fails, each alone, to learn which one it is
  const wanted = (part) => (chooser(part).value ? { deviceId: { exact: chooser(part).value } } : true);
  const open = (parts) => navigator.mediaDevices.getUserMedia({
    video: parts.includes("camera") && wanted("camera"),
    audio: parts.includes("microphone") && wanted("microphone"),
  });
  const permitted = async (part) => {
    try {
      return (await navigator.permissions.query({ name: part })).state === "granted";
    } catch {
      return false;
    }
  };
  const openEach = async (problem) => {
    const tracks = [];
    const faults = {};
    for (const part of PARTS) {
      let fault = problem;
      if (FAULTS[problem.name] !== "denied" || await permitted(part)) {
        try {
          tracks.push(...(await open([part])).getTracks());
          continue;
        } catch (own) {
          fault = own;
        }
      }
      faults[part] = FAULTS[fault.name] ?? "other";
    }
    return { tracks, faults };
  };
  const openAll = async () => {
    try {
      return { tracks: (await open(PARTS)).getTracks(), faults: {} };
    } catch (problem) {
      return openEach(problem);
    }
  };

  const start = async () => {
    stop();
    const mine = turn;
    if (!window.isSecureContext) return advise("insecure");
    if (!navigator.mediaDevices?.getUserMedia) return advise("unsupported");
    for (const part of PARTS) phase(part, "asking");
    const { tracks, faults } = await openAll();
    if (mine !== turn) {
      for (const track of tracks) track.stop();
      return undefined;
    }
    stream = new MediaStream(tracks);
    press(tracks.length ? "stop_camera" : "try_camera");
    for (const [part, fault] of Object.entries(faults)) failed(part, fault);
    for (const track of tracks) track.addEventListener("ended", () => failed(partOf(track), "gone"));
    if (stream.getVideoTracks().length) look();
    if (stream.getAudioTracks().length) listen();
    clock = setInterval(watch, TICK);
    return devices();
  };
  const partOf = (track) => (track.kind === "video" ? "camera" : "microphone");
  const failed = (part, fault) => {
    phase(part, "failed");
    if (fault === "none") chooser(part).value = "";
    advise(["denied", "other"].includes(fault) ? fault : `${fault}-${part}`);
  };

  // ---- The picture
  let light = 0;
  const look = () => {
    light = performance.now();
    video.srcObject = new MediaStream(stream.getVideoTracks());
    video.hidden = find("[data-live]").hidden = false;
    find(".sitter").setAttribute("hidden", "");
    video.play().catch(() => {});
    phase("camera", "asking");
  };
  const bright = () => {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return false;
    pixels.drawImage(video, 0, 0, small.width, small.height);
    const { data } = pixels.getImageData(0, 0, small.width, small.height);
    return data.some((value, place) => place % 4 !== 3 && value > LIGHT);
  };
  const watchPicture = (now) => {
    if (bright()) light = now;
    const dark = now - light > DARK_AFTER;
    if (light === now || dark) phase("camera", dark ? "poor" : "works");
    advise("dark", dark);
  };

  // ---- The sound
  const listen = () => {
    const context = new AudioContext();
    const analyser = Object.assign(context.createAnalyser(), { fftSize: 1024 });
    context.createMediaStreamSource(new MediaStream(stream.getAudioTracks())).connect(analyser);
    context.resume();
    sound = { context, analyser, heard: false, since: performance.now(), wave: new Float32Array(analyser.fftSize) };
    phase("microphone", "listening");
  };
  const watchSound = (now) => {
    if (sound.context.state !== "running") {
      sound.since = now;
      return;
    }
    sound.analyser.getFloatTimeDomainData(sound.wave);
    const level = Math.min(100, 300 * Math.sqrt(sound.wave.reduce((sum, one) => sum + one * one, 0) / sound.wave.length));
    meter.value = level;
    if (level > HEARD) Object.assign(sound, { heard: true, since: now });
    const silent = now - sound.since > PATIENCE;
    phase("microphone", silent ? "poor" : sound.heard ? "works" : "listening");
    advise("silent", silent);
  };
  const watch = () => {
    const now = performance.now();
    if (stream?.getVideoTracks()[0]?.readyState === "live") watchPicture(now);
    if (sound && stream.getAudioTracks()[0]?.readyState === "live") watchSound(now);
  };

  // ---- Several cameras or microphones: choose one
  const devices = async () => {
    const all = await navigator.mediaDevices.enumerateDevices();
    let several = false;
    for (const part of PARTS) {
      const select = chooser(part);
      const found = all.filter((one) => one.kind === KINDS[part] && one.deviceId);
      const track = stream?.getTracks().find((one) => partOf(one) === part);
      const now = track?.getSettings().deviceId ?? select.value;
      select.replaceChildren(...found.map((one, place) =>
        new Option(one.label || `${select.dataset.word} ${place + 1}`, one.deviceId, false, one.deviceId === now)));
      if (!found.length) select.replaceChildren(new Option("", ""));
      select.closest(".field").hidden = found.length < 2;
      several ||= found.length > 1;
    }
    find("[data-devices]").hidden = !several;
  };

  for (const one of root.querySelectorAll("[data-browser]")) one.hidden = one.dataset.browser !== family();
  phase("screen", navigator.mediaDevices?.getDisplayMedia ? "works" : "failed");
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-event=try_camera]")) start().then(() => find("button:not([hidden])")?.focus());
    if (event.target.closest("[data-event=stop_camera]")) {
      stop();
      find("[data-event=try_camera]").focus();
    }
  });
  for (const part of PARTS) chooser(part).addEventListener("change", start);
  navigator.mediaDevices?.addEventListener?.("devicechange", () => { if (stream) devices(); });
  window.addEventListener("pagehide", stop);
  stop();
  root.hidden = false;
})();
