/* The session note: where it was not held in person, what is asked of a remote session opens by itself. */
"use strict";

(() => {
  for (const asked of document.querySelectorAll("details[data-remote]")) {
    const form = asked.closest("form");
    form.addEventListener("change", (event) => {
      if (event.target.name === "mode" && event.target.value !== "in_person") asked.open = true;
    });
  }
})();
