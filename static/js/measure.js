/* A measure on the keyboard: in an item's row the keys 0 to 3 answer it and go on to the next row.
   The running total is a help only; the server adds up. Open items are asked for once before signing. */
"use strict";

(() => {
  const box = document.querySelector("[data-measure]");
  const running = document.querySelector("[data-measure-running]");
  if (!box || !running) return;

  const rows = [...box.querySelectorAll("fieldset")];
  const items = rows.filter((row) => row.id.startsWith("item_"));
  const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
  const pointsOf = (row) => {
    const chosen = radios(row).find((radio) => radio.checked);
    return chosen && /^[0-3]$/.test(chosen.value) ? Number(chosen.value) : null;
  };

  const tell = () => {
    const points = items.map(pointsOf);
    const given = points.filter((one) => one !== null);
    const open = points.flatMap((one, index) => (one === null ? [index + 1] : []));
    running.hidden = given.length === 0;
    const still = open.length > 0 && given.length > 0 ? `, open: ${open.join(", ")}` : "";
    running.textContent = `${given.length} of ${items.length} answered, adds up to ${given.reduce((a, b) => a + b, 0)}${still}`;
  };

  const enter = (row) => {
    const target = row
      ? radios(row).find((radio) => radio.checked) || radios(row)[0]
      : form.querySelector('button[value="sign"]');
    target.focus({ preventScroll: true });
    (row || target).scrollIntoView({ block: "center" });
  };

  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-3]$/.test(event.key)) return;
    const row = event.target.closest("fieldset");
    const radio = row && radios(row).find((one) => one.value === event.key);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    enter(rows[rows.indexOf(row) + 1]);
  });

  const form = box.closest("form");
  const status = form.querySelector("[data-save-status]");
  const isOpen = (row) => !radios(row).some((radio) => radio.checked);
  let asked = false;

  /* Which items are open, below and at their rows, as it is now: an answer takes its row out. */
  const ask = () => {
    const open = items.flatMap((row, index) => (isOpen(row) ? [index + 1] : []));
    for (const row of items) {
      const mark = row.querySelector(".measure-open");
      if (mark && !isOpen(row)) mark.remove();
      if (mark || !isOpen(row)) continue;
      row.append(Object.assign(document.createElement("p"), { className: "field-error measure-open", textContent: "Not answered" }));
    }
    status.textContent = open.length
      ? `Not answered: ${open.join(", ")}. Answer, or press Sign again to leave open what was not asked.`
      : "Every item is answered.";
    status.dataset.state = open.length ? "failed" : "";
  };

  form.addEventListener("submit", (event) => {
    const first = items.find(isOpen);
    if (!first || asked || !status) return;
    event.preventDefault();
    asked = true;
    ask();
    enter(first);
  });

  box.addEventListener("change", () => {
    tell();
    if (asked) ask();
  });
  box.querySelector("[data-measure-keys]").hidden = false;
  tell();
})();
