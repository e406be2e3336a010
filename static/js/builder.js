// The order of a screener's questions by hand: a handle to drag, which is also a button for the keyboard (space lifts,
// the arrows move, space drops, Escape puts back). The server puts them in order; without this, buttons do the same.
(() => {
  "use strict";
  const asks = () => document.getElementById("asks");
  const cards = () => [...asks().querySelectorAll(".cards > .card")];
  const say = (words) => {
    const region = document.getElementById("live");
    if (!region) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = words; }, 60);
  };
  const words = (name, n) => asks().dataset[name].replace("{n}", n).replace("{most}", cards().length);

  let lifted;   // { card, handle, from }: the one in the hand, and where it was

  const lift = (handle) => {
    const card = handle.closest(".card");
    lifted = { card, handle, from: cards().indexOf(card) };
    card.dataset.lifted = "";
    handle.setAttribute("aria-pressed", "true");
  };
  const put = (to) => {
    const list = cards();
    const now = list.indexOf(lifted.card);
    if (to < 0 || to >= list.length || to === now) return false;
    list[to][to < now ? "before" : "after"](lifted.card);
    return true;
  };
  const let_go = () => {
    delete lifted.card.dataset.lifted;
    lifted.handle.setAttribute("aria-pressed", "false");
    const was = lifted;
    lifted = null;
    return was;
  };
  const drop = () => {
    const { card, from } = let_go();
    const to = cards().indexOf(card);
    if (to === from) return;
    const button = asks().querySelector("[data-drop]");
    button.value = `move:${from}:${to}`;
    button.click();
  };
  const back = () => {
    put(lifted.from);
    const { handle } = let_go();
    handle.focus();
    say(words("back"));
  };

  // ---- By hand: the card goes where the pointer is
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle || event.button !== 0 || lifted) return;
    event.preventDefault();
    handle.focus();
    lift(handle);
    lifted.pointer = event.pointerId;
  });
  document.addEventListener("pointermove", (event) => {
    if (lifted?.pointer !== event.pointerId) return;
    event.preventDefault();
    const to = cards().findIndex((card) => {
      const box = card.getBoundingClientRect();
      return card !== lifted.card && event.clientY > box.top + box.height / 4 && event.clientY < box.bottom - box.height / 4;
    });
    if (to >= 0) put(to);
  });
  document.addEventListener("pointerup", (event) => { if (lifted?.pointer === event.pointerId) drop(); });
  document.addEventListener("pointercancel", (event) => { if (lifted?.pointer === event.pointerId) back(); });

  // ---- By keyboard
  const STEPS = { ArrowUp: -1, ArrowDown: 1 };
  document.addEventListener("keydown", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle) return;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (lifted) return drop();
      lift(handle);
      return say(words("lifted", lifted.from + 1));
    }
    if (!lifted) return;
    if (event.key === "Escape") { event.preventDefault(); return back(); }
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    if (put(cards().indexOf(lifted.card) + STEPS[event.key])) {
      handle.focus();
      say(words("at", cards().indexOf(lifted.card) + 1));
    }
  });
  document.addEventListener("focusout", (event) => {
    if (lifted && lifted.pointer === undefined && event.target === lifted.handle && event.relatedTarget) back();
  });

  // ---- Another kind of question comes from the server: what is typed until it is there is kept. Only then do the names
  // of the fields stay as they were
  let late;
  document.addEventListener("change", (event) => { if (event.target.matches?.("#asks select[hx-post]")) late = new Map(); }, true);
  document.addEventListener("input", ({ target }) => {
    if (late && target.name && target.closest("#asks")) late.set(target.name, target.type === "checkbox" ? target.checked : target.value);
  });
  const restore = () => {
    for (const [name, value] of late ?? []) {
      const field = document.querySelector(`#asks [name="${CSS.escape(name)}"]`);
      if (field) field[field.type === "checkbox" ? "checked" : "value"] = value;
    }
    late = null;
  };

  const show = () => document.querySelectorAll("[data-handle]").forEach((handle) => { handle.hidden = cards().length < 2; });
  document.addEventListener("htmx:after:swap", () => { lifted = null; if (asks()) show(); restore(); });
  show();
})();
