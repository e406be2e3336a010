// The study builder: characters counted, the fair reward of the chosen length, units for the places typed. Everything
// works without it: the figures stand beside the lengths, and the units are those of what is saved.
(() => {
  "use strict";
  const form = document.getElementById("build");
  if (!form) return;

  // ---- Characters, beside every field that has a most
  for (const field of form.querySelectorAll("input[maxlength], textarea[maxlength]")) {
    if (field.maxLength < 60 || field.type === "url") continue;
    const count = document.createElement("p");
    count.className = "count small quiet num";
    count.setAttribute("aria-hidden", "true");
    const tell = () => {
      count.textContent = form.dataset.count.replace("{n}", field.value.length).replace("{most}", field.maxLength);
    };
    field.addEventListener("input", tell);
    field.insertAdjacentElement("afterend", count);
    tell();
  }

  // ---- A length brings its fair reward, as long as nobody typed another one
  const fair = JSON.parse(form.querySelector("[data-fair]")?.dataset.fair ?? "{}");
  const reward = form.elements.reward;
  const lengths = [...form.querySelectorAll("[name=length]")];
  let before = lengths.find((one) => one.checked)?.value;
  for (const length of lengths) {
    length.addEventListener("change", () => {
      const untouched = reward.value.trim() === "" || reward.value.trim() === fair[before];
      if (untouched && fair[length.value]) reward.value = fair[length.value];
      before = length.value;
    });
  }

  // ---- What the places would reserve
  const line = form.querySelector("[data-prices]");
  const units = line?.querySelector("[data-units]");
  const price = () => {
    const chosen = (name) => form.querySelector(`[name=${name}]:checked`)?.value;
    const own = chosen("audience") === "network" && chosen("pool") === "own";
    const each = JSON.parse(line.dataset.prices)[own ? "enrolled" : chosen("audience")];
    const places = Number(form.elements.places.value);
    if (each !== undefined && Number.isInteger(places) && places > 0) units.textContent = each * places;
  };
  if (units) {
    form.elements.places.addEventListener("input", price);
    form.addEventListener("change", price);
  }
})();
