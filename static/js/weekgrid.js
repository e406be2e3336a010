// The week as a sheet to paint on: mouse, finger and arrow keys over real checkboxes, which work without this as well.
(() => {
  "use strict";
  const HOLD = 250;   // ms that a finger rests before it paints; a finger that moves at once scrolls the page
  const SLIP = 10;    // px that a resting finger may tremble
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  // ---- Cells: day 0 to 6, slot 0 to 47
  const isCell = (element) => element instanceof HTMLInputElement && element.name === "h" && !!element.closest("[data-paint]");
  const week = (element) => element.closest("[data-week]");
  const place = (cell) => cell.value.split("-").map(Number);
  const cellAt = (root, day, slot) => root.querySelector(`input[name=h][value="${day}-${slot}"]`);
  const under = (x, y) => {
    const found = document.elementFromPoint(x, y);
    const cell = found?.closest("td")?.querySelector("input") ?? found;
    return cell && isCell(cell) ? cell : null;
  };

  // ---- Words: what a stroke did is said once, when it is over
  const say = (words) => {
    const region = document.getElementById("live");
    region.textContent = "";
    setTimeout(() => { region.textContent = words; }, 60);
  };
  const hour = (slot) => `${String(Math.floor(slot / 2)).padStart(2, "0")}:${slot % 2 ? "30" : "00"}`;
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const tell = (root, [from, to], value) => {
    const days = root.dataset.days.split("|");
    const [first, last] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
    const [start, end] = [Math.min(from[1], to[1]), Math.max(from[1], to[1]) + 1];
    const what = fill(first === last ? root.dataset.one : root.dataset.many,
      { day: days[first], last: days[last], start: hour(start), end: hour(end) });
    say(fill(value ? root.dataset.on : root.dataset.off, { what }));
  };

  // ---- A stroke: from one cell to another every cell between them gets one value, and what it leaves gets its old one
  const begin = (cell, value) => ({ root: week(cell), from: place(cell), to: place(cell), value, old: new Map() });
  const draw = (stroke, to) => {
    stroke.to = to;
    const [left, right] = [Math.min(stroke.from[0], to[0]), Math.max(stroke.from[0], to[0])];
    const [top, bottom] = [Math.min(stroke.from[1], to[1]), Math.max(stroke.from[1], to[1])];
    for (const [cell, was] of stroke.old) cell.checked = was;
    for (let day = left; day <= right; day += 1) {
      for (let slot = top; slot <= bottom; slot += 1) {
        const cell = cellAt(stroke.root, day, slot);
        if (!stroke.old.has(cell)) stroke.old.set(cell, cell.checked);
        cell.checked = stroke.value;
      }
    }
    unsaved(stroke.root);
  };
  const unsaved = (element) => element.closest("form")?.querySelector("[data-unsaved]")?.removeAttribute("hidden");

  // ---- Pointer. The click after a stroke would turn the first cell back: it is dropped
  let stroke = null, carried = null, resting = null, drop = false;
  const start = (cell) => {
    stroke = begin(cell, !cell.checked);
    cell.focus({ preventScroll: true });
    draw(stroke, stroke.from);
  };
  const rest = () => { clearTimeout(resting?.timer); resting = null; };
  document.addEventListener("pointerdown", (event) => {
    drop = false;
    carried = null;
    if (!isCell(event.target) || event.button !== 0) return;
    if (event.pointerType !== "touch") return start(event.target);
    const cell = event.target;
    resting = { x: event.clientX, y: event.clientY, timer: setTimeout(() => { resting = null; start(cell); }, HOLD) };
  });
  const move = (x, y) => {
    if (resting && Math.hypot(x - resting.x, y - resting.y) > SLIP) rest();
    const cell = stroke && under(x, y);
    if (cell && week(cell) === stroke.root && String(place(cell)) !== String(stroke.to)) draw(stroke, place(cell));
  };
  const end = () => {
    rest();
    if (!stroke) return;
    tell(stroke.root, [stroke.from, stroke.to], stroke.value);
    stroke = null;
    drop = true;
    setTimeout(() => { drop = false; }, 400);
  };
  document.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch") move(event.clientX, event.clientY); });
  document.addEventListener("touchmove", (event) => {
    move(event.touches[0].clientX, event.touches[0].clientY);
    if (stroke && event.cancelable) event.preventDefault();   // paint, and do not scroll
  }, { passive: false });
  document.addEventListener("pointerup", end);
  document.addEventListener("touchend", end);
  document.addEventListener("touchcancel", end);
  document.addEventListener("pointercancel", rest);
  document.addEventListener("click", (event) => { if (drop && isCell(event.target)) event.preventDefault(); }, true);
  document.addEventListener("contextmenu", (event) => { if (stroke && isCell(event.target)) event.preventDefault(); });
  document.addEventListener("change", (event) => { if (event.target.form?.querySelector("[data-week]")) unsaved(event.target); });
  document.addEventListener("input", (event) => { if (event.target.form?.querySelector("[data-week]")) unsaved(event.target); });

  // ---- Keyboard: arrows move, Shift carries the value of the cell along (on from the same cell until something else
  // is done), Home and End go to the ends of the week
  const wanted = (event, cell) => {
    const [day, slot] = place(cell);
    if (event.key === "Home") return [0, slot];
    if (event.key === "End") return [6, slot];
    const step = ARROWS[event.key];
    if (!step) return null;
    const turned = getComputedStyle(cell).direction === "rtl" ? -1 : 1;
    return [day + step[0] * turned, slot + step[1]];
  };
  document.addEventListener("keydown", (event) => {
    if (!isCell(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = wanted(event, event.target);
    if (!to && event.key !== "Shift") carried = null;
    if (!to) return;
    event.preventDefault();
    const root = week(event.target), next = cellAt(root, ...to);
    if (!next) return;
    next.closest("details")?.setAttribute("open", "");
    if (event.shiftKey) {
      carried ??= begin(event.target, event.target.checked);
      draw(carried, to);
    } else {
      carried = null;
    }
    next.focus();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && carried) tell(carried.root, [carried.from, carried.to], carried.value);
  });

  // ---- One stop for Tab in each table
  const stop = (cell) => {
    for (const one of cell.closest("[data-paint]").querySelectorAll("input[name=h][tabindex='0']")) one.tabIndex = -1;
    cell.tabIndex = 0;
  };
  document.addEventListener("focusin", (event) => { if (isCell(event.target)) stop(event.target); });
  const prepare = () => {
    for (const table of document.querySelectorAll("[data-paint]:not([role])")) {
      const cells = [...table.querySelectorAll("input[name=h]")];
      cells.forEach((cell) => { cell.tabIndex = -1; });
      stop(cells.find((cell) => cell.checked) ?? cells[0]);
      table.setAttribute("role", "grid");
      table.setAttribute("aria-describedby", "paint-help");
    }
    for (const help of document.querySelectorAll("[data-paint-help]")) help.hidden = false;
  };
  document.addEventListener("htmx:after:swap", prepare);
  // A way to the typed hours opens them
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href='#exact']");
    if (link) document.getElementById("exact")?.setAttribute("open", "");
  });
  prepare();
})();
