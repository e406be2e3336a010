// What plain HTML can not do: where the focus goes after a swap, one answer to two clicks, the browser's zone,
// the "I am here" of the join page. Every page works without it, and nothing here knows a page.
(() => {
  "use strict";
  const BEAT = 30_000;      // the law: "I am here" every 30 s
  const PATIENCE = 15_000;  // a form that led nowhere (a download) may be sent again after this
  const HEADING = "h1, h2, h3, h4, legend";
  const live = () => document.getElementById("live");

  // ---- Saying: one polite region per page; emptied first, so that the same words are read again
  const say = (words) => {
    const region = live();
    if (!region || !words) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = words.replace(/\s+/g, " ").trim(); }, 60);
  };

  // ---- Focus
  const focus = (element) => {
    if (!element) return false;
    if (element.matches(HEADING) || element.id === "main") element.tabIndex = -1;
    element.focus();
    return document.activeElement === element;
  };
  const inside = (roots, selector) =>
    roots.flatMap((root) => [...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)])[0];

  // An element with data-aside asks in passing (are these names known?): it takes no focus and holds no button
  const aside = ({ detail }) => detail.ctx.sourceElement?.dataset?.aside !== undefined;

  let arrived = [];
  document.addEventListener("htmx:before:swap", (event) => { arrived = event.detail.tasks; });
  document.addEventListener("htmx:after:swap", (event) => {
    const roots = arrived.map((task) => task.target).filter((target) => target instanceof Element && target.isConnected);
    const spoken = inside(roots, "[data-say]");
    if (spoken) say(spoken.dataset.say || spoken.textContent);
    guessZones();
    beat();
    if (aside(event)) return focus(inside(roots, "[data-focus]"));   // only where what was chosen is gone
    const first = inside(roots, "[data-focus]") ?? inside(roots, "[aria-invalid=true]");
    if (first) return focus(first);
    if ((document.activeElement ?? document.body) !== document.body) return true;   // the reader has gone on
    const pressed = event.detail.ctx.request.submitter?.dataset.event;
    const again = pressed && inside(roots, `[data-event="${CSS.escape(pressed)}"]`);
    return focus(again) || focus(inside(roots, HEADING)) || focus(document.getElementById("main"));
  });

  // ---- A whole page as an answer (an error page, a way on) stands in place of the page, never inside a part of it
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    if (!/^\s*(<!doctype|<html)/i.test(ctx.text ?? "")) return;
    if (ctx.response.status < 400 && (ctx.response.raw.redirected || ctx.request.method === "GET")) {
      event.preventDefault();
      location.assign(ctx.response.raw.url);
      return;
    }
    Object.assign(ctx, { target: document.body, swap: "outerSync" });
  });

  document.addEventListener("htmx:error", () => say(live()?.dataset.lost));

  // ---- One press, one request: while a form is on its way its buttons are marked, and a second submit is dropped
  const hold = (form) => {
    form.setAttribute("aria-busy", "true");
    for (const button of form.elements) {
      if (button.type !== "submit" || button.getAttribute("aria-disabled") === "true") continue;
      button.setAttribute("aria-disabled", "true");
      button.dataset.held = "";
    }
  };
  const release = (form) => {
    form.removeAttribute("aria-busy");
    for (const button of form.elements) {
      if (button.dataset.held === undefined) continue;
      button.removeAttribute("aria-disabled");
      delete button.dataset.held;
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    // After the browser has taken up the form's values: a held button would be missing among them
    setTimeout(() => {
      if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
      hold(form);
      setTimeout(() => release(form), PATIENCE);
    });
  }, true);
  const sent = (event) => aside(event) ? null : event.detail.ctx.request.form;
  document.addEventListener("htmx:before:request", (event) => { const form = sent(event); if (form) hold(form); });
  document.addEventListener("htmx:finally:request", (event) => { const form = sent(event); if (form) release(form); });
  addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(release));

  // ---- The browser's zone, where nothing was chosen yet. Browsers keep old names (Asia/Katmandu): hence the second look
  const zoneOf = (timeZone) => {
    try { return Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone; } catch { return ""; }
  };
  const guessZones = () => {
    const zone = zoneOf();
    for (const field of document.querySelectorAll("form[data-zone-guess] [name=zone]")) {
      if (field.value || !zone) continue;
      const names = field.options ? [...field.options].map((option) => option.value).filter(Boolean) : [zone];
      field.value = names.find((name) => name === zone) ?? names.find((name) => zoneOf(name) === zone) ?? "";
    }
  };

  // ---- "I am here": while the join page is open. Two silences in a row are shown in [data-beat-lost]
  let beating, silences = 0;
  const here = async (url) => {
    const body = new URLSearchParams({ form_token: document.querySelector("meta[name=form-token]").content });
    try {
      const answer = await fetch(url, { method: "POST", body, credentials: "same-origin" });
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) stop();   // over, or signed out
      silences = answer.ok ? 0 : silences + 1;
    } catch {
      silences += 1;
    }
    document.querySelector("[data-beat-lost]")?.toggleAttribute("hidden", silences < 2);
  };
  const stop = () => { clearInterval(beating?.timer); beating = null; silences = 2; };
  const beat = () => {
    const url = document.querySelector("[data-beat]")?.dataset.beat;
    if (url === beating?.url) return;
    clearInterval(beating?.timer);
    beating = url && { url, timer: setInterval(() => here(url), BEAT) };
    if (url) here(url);
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden && beating) here(beating.url); });

  // ---- Escape closes an open menu, and the focus goes back to its button
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // ---- A link to something folded unfolds it
  addEventListener("hashchange", () => document.querySelector("details:target")?.setAttribute("open", ""));

  // ---- At first. Back to a page that answered a form, and a reload of it, ask for it anew and send nothing twice
  if (document.documentElement.dataset.posted !== undefined) history.replaceState(null, "");
  guessZones();
  beat();
  focus(document.querySelector("main [data-focus]"));
})();
