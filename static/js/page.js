/* Small upgrades of pages that work without any of this. */
"use strict";

(() => {
  /* Menus (<details data-menu>): one open at a time, closed by Escape or a click elsewhere. */
  const openMenus = () => document.querySelectorAll("details[data-menu][open]");

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary").focus();
    }
  });

  /* After a refused form the summary is read first. */
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  /* A link of the summary goes to the control itself, below the sticky banner. */
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".error-summary a");
    if (!link) return;
    const control = document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    for (let box = control.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    control.focus({ preventScroll: true });
    (control.closest(".field") || control).scrollIntoView({ block: "center" });
  });

  /* data-confirm="question" on a button. The server asks again where it matters. Before every other listener, and
     once, also where one of them holds the form back to look after its words first. */
  let agreed = null;
  document.addEventListener("submit", (event) => {
    const asked = event.submitter && event.submitter.dataset.confirm;
    if (!asked || agreed === event.submitter) return;
    if (window.confirm(asked)) {
      agreed = event.submitter;
    } else {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  window.addEventListener("pageshow", () => { agreed = null; });

  /* Print buttons exist only where they work. */
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  /* On paper everything stands open (menus excepted), and is as it was afterwards. */
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open]):not([data-menu])")];
    for (const box of opened) box.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const box of opened) box.open = false;
  });
})();
