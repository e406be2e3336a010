// The button beside a field that is meant to be copied: it appears where there is something that can copy.
(() => {
  "use strict";
  const ready = () => {
    for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = !navigator.clipboard;
  };
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("[data-copy]");
    const field = button && document.getElementById(button.dataset.copy);
    if (!field) return;
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      const words = button.textContent;
      button.textContent = button.dataset.copied;
      const region = document.getElementById("live");
      if (region) region.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = words; }, 3000);
    } catch { /* the field is selected: it can be copied by hand */ }
  });
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.("input[readonly]") && document.querySelector(`[data-copy="${target.id}"]`)) target.select();
  });
  document.addEventListener("htmx:after:swap", ready);
  ready();
})();
