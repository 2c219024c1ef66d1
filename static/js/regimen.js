// On the form of a medication change: choosing a drug that is taken shows its dose and fills in how it is taken, and
// advice follows what stands in the form.
"use strict";

(() => {
  const drug = document.querySelector("input[name=drug]");
  const told = document.querySelector("[data-current-dose]");
  if (!drug || !told) return;
  const form = drug.form;
  const fieldOf = (name) => form.elements.namedItem(name);

  const plain = (text) => text.trim().toLowerCase().replace(/\s+/g, " ");

  function generic(typed) {
    const found = [...document.querySelectorAll("#drug-names option")].find((option) => plain(option.value) === typed);
    return found ? found.dataset.generic : typed;
  }

  function line() {
    const name = plain(generic(plain(drug.value)));
    const beside = fieldOf("beside").checked ? "1" : "";
    return [...document.querySelectorAll("[data-regimen-drug]")].find(
      (row) => plain(row.dataset.regimenDrug) === name && row.dataset.beside === beside,
    );
  }

  function say() {
    const current = line();
    told.textContent = current ? `Now: ${current.textContent.trim().replace(/\s+/g, " ")}` : "";
    return current;
  }

  function set(name, value) {
    const field = fieldOf(name);
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The present dose is filled in only where it stays: a new one typed behind it would be 50100.
  const staying = new Set(["timing", "resume"]);
  let filled = "";

  function fillDose() {
    const dose = fieldOf("dose");
    const current = line();
    const stays = current && staying.has(fieldOf("change_type").value);
    if (dose.value !== "" && dose.value !== filled) return;
    const present = stays ? current.dataset.dose : "";
    if (dose.value !== present) set("dose", present);
    filled = present;
  }

  // Only where somebody chooses: what was typed and sent back is never written over. The dose only where none stands.
  function chosen() {
    const current = say();
    if (current) for (const name of ["unit", "frequency", "form", "route"]) set(name, current.dataset[name]);
    fillDose();
  }

  // A switch, an augmentation and a taper need fields of the folded plan.
  const plan = document.querySelector("[data-plan-fold]");
  const planned = plan.dataset.planFold.split(" ");

  function unfold() {
    if (planned.includes(fieldOf("change_type").value)) plan.open = true;
  }

  drug.addEventListener("change", chosen);
  fieldOf("beside").addEventListener("change", chosen);
  for (const type of document.querySelectorAll("input[name=change_type]")) {
    type.addEventListener("change", fillDose);
    type.addEventListener("change", unfold);
  }
  say();

  // Advice: asked for after a pause, answered as a fragment; what is typed or ticked in it meanwhile stays.
  const box = document.querySelector("[data-advice]");
  const quiet = new Set(["reason", "watch_for", "advice_reason", "advice_noted", "alternatives"]);
  let timer = 0;
  let asked = 0;

  // A filled form hides its advice above the fold: the bar of the Sign button says how much of it nobody answered.
  const pointer = document.createElement("a");
  pointer.className = "sign-told";
  pointer.href = `#${box.id}`;
  form.querySelector(".sign-who").after(pointer);

  function point() {
    const left = [...box.querySelectorAll("input[type=checkbox]")].filter((one) => !one.checked).length;
    const reason = fieldOf("advice_reason");
    const words = [
      reason && !reason.value.trim() && box.querySelector(".advice-asks") ? "asks for a reason" : "",
      left ? `${left} ${left === 1 ? "line" : "lines"} not noted` : "",
    ].filter(Boolean);
    pointer.textContent = words.length ? `Advice: ${words.join(", ")}` : "";
  }

  async function ask() {
    const mine = ++asked;
    const answer = await fetch(box.dataset.advice, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (!answer || !answer.ok || mine !== asked || box.contains(document.activeElement)) return;
    const text = await answer.text();
    if (mine !== asked) return;
    const typed = fieldOf("advice_reason") ? fieldOf("advice_reason").value : "";
    const ticked = new Set([...box.querySelectorAll("input:checked")].map((one) => one.value));
    box.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    if (typed && fieldOf("advice_reason")) fieldOf("advice_reason").value = typed;
    for (const one of box.querySelectorAll("input[type=checkbox]")) one.checked = one.checked || ticked.has(one.value);
    point();
  }

  point();
  form.addEventListener("input", (event) => {
    point();
    if (quiet.has(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 600);
  });
})();
