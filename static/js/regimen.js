// On the form of a medication change: choosing a drug that is taken shows its dose and fills in how it is taken.
"use strict";

(() => {
  const drug = document.querySelector("input[name=drug]");
  const told = document.querySelector("[data-current-dose]");
  if (!drug || !told) return;

  const plain = (text) => text.trim().toLowerCase().replace(/\s+/g, " ");

  function generic(typed) {
    const found = [...document.querySelectorAll("#drug-names option")].find((option) => plain(option.value) === typed);
    return found ? found.dataset.generic : typed;
  }

  function line() {
    const name = plain(generic(plain(drug.value)));
    return [...document.querySelectorAll("[data-regimen-drug]")].find((row) => plain(row.dataset.regimenDrug) === name);
  }

  function say() {
    const current = line();
    told.textContent = current ? `Now: ${current.textContent.trim().replace(/\s+/g, " ")}` : "";
    return current;
  }

  // Only where somebody chooses: what was typed and sent back is never written over.
  drug.addEventListener("change", () => {
    const current = say();
    if (!current) return;
    for (const name of ["unit", "frequency"]) {
      const field = drug.form.elements[name];
      field.value = current.dataset[name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  say();
})();
