/* Which folded parts were opened goes with the decision. Without this it says that it is not known. */
"use strict";

(() => {
  const opened = new Set();
  const fields = [...document.querySelectorAll("form[data-opened] [name=parts]")];
  const tell = () => fields.forEach((field) => { field.value = `opened:${[...opened].join(",")}`; });

  tell();
  document.querySelectorAll("[data-part]").forEach((part) => {
    part.addEventListener("toggle", () => {
      if (!part.open) return;
      opened.add(part.dataset.part);
      tell();
    });
  });
})();
