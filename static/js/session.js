/* The session note. What is asked of a remote session opens by itself. Of a session that did not take place only what
   makes sense is shown; nothing that was typed is taken away, and what is not kept with it is named. */
"use strict";

(() => {
  const box = document.querySelector("[data-left-out]");
  const form = box && box.closest("form");
  if (!form) return;

  const chosen = (name) => form.querySelector(`input[name="${name}"]:checked`);
  const OFFERED = ["session_number", "mode", "focus", "risk_status"];
  let before = null; // the answer to the question for risk, put aside while nobody was seen

  const filled = (control) => {
    if (OFFERED.includes(control.name)) return false;
    if (control.type === "radio" || control.type === "checkbox") return control.checked && control.value !== "not_asked";
    return control.matches("input, select, textarea") && control.value.trim() !== "";
  };
  const label = (field) => (field.querySelector("legend, .field-label, label").firstChild || field).textContent.trim();

  /* "No suicidal thoughts" is no answer where nobody was seen. What was heard stays in sight: it belongs elsewhere. */
  const putRiskAside = (held) => {
    const now = chosen("risk_status");
    const set = (value) => { form.querySelector(`input[name="risk_status"][value="${value}"]`).checked = true; };
    if (!held && now && now.value === "none") {
      before = now.value;
      set("not_assessed");
    } else if (held && before) {
      set(before);
      before = null;
    }
    const left = chosen("risk_status");
    return !held && left !== null && left.value !== "not_assessed";
  };

  const look = () => {
    const answer = chosen("attendance");
    const held = !answer || answer.value === "attended";
    const heard = putRiskAside(held);
    for (const part of form.querySelectorAll("[data-held]")) {
      part.hidden = !held && !part.querySelector(".has-error") && !(part.dataset.held === "risk" && heard);
    }
    form.querySelector("[data-not-held]").hidden = held;
    for (const control of form.querySelectorAll("[data-asked] textarea")) control.required = held;
    for (const need of form.querySelectorAll("[data-asked] .need")) need.hidden = !held;
    const fields = [...form.querySelectorAll("[data-held][hidden] .field")].filter((field) => !field.querySelector(".field"));
    const names = fields.filter((field) => [...field.querySelectorAll("input, select, textarea")].some(filled)).map(label);
    if (before) names.push(`Risk: ${form.querySelector(`input[name="risk_status"][value="${before}"]`).labels[0].textContent.trim()}`);
    form.querySelector("[data-heard-risk]").hidden = held || !(heard || before);
    box.textContent = names.length ? `Filled in, but not kept with it: ${names.join("; ")}.` : "";
  };

  form.addEventListener("change", (event) => {
    if (event.target.name === "attendance") look();
    const remote = form.querySelector("details[data-remote]");
    if (event.target.name === "mode" && event.target.value !== "in_person") remote.open = true;
  });
  /* What was true last time is taken over by a click alone, never by itself. */
  for (const offer of form.querySelectorAll("[data-take]")) {
    offer.hidden = false;
    offer.firstElementChild.addEventListener("click", () => {
      const field = form.elements.namedItem(offer.dataset.take);
      field.value = offer.dataset.words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
  window.addEventListener("pageshow", look);
  look();
})();
