/* Keyboard shortcuts. A key does what clicking does on the one element that bears it: data-key="t", or data-go="h" after
   g. So a key never reaches what the page does not offer. They rest in fields, with modifiers and under a dialog; single
   keys can be switched off on the page /keyboard. Ctrl K is no character, and acts in fields too. */
"use strict";

(() => {
  const AFTER_G = 1_500;
  const FIELDS = "input, textarea, select, [contenteditable]";

  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const find = document.querySelector("[data-find]");
  const single = document.documentElement.dataset.shortcuts !== "off";
  let goes = 0; // until when a second key follows g

  /* The hint tells only of a key that works. */
  const hint = document.querySelector("[data-find-hint]");
  if (hint) {
    if (mac) hint.textContent = "⌘ K";
    hint.hidden = false;
  }

  const toFind = () => {
    if (!find) return false;
    find.focus();
    find.select();
    return true;
  };

  const press = (selector) => {
    const target = document.querySelector(selector);
    if (!target) return false;
    if (target.matches("summary")) {
      target.parentElement.open = true;
      (target.parentElement.querySelector("a, button") || target).focus();
    } else {
      target.click();
    }
    return true;
  };

  /* The next or previous entry of the page; the first press takes the first one in sight. */
  const move = (by) => {
    const entries = [...document.querySelectorAll("main .entry :is(h3, h4) a")];
    if (!entries.length) return false;
    const here = entries.indexOf(document.activeElement);
    const covered = document.querySelector(".patient-banner")?.getBoundingClientRect().bottom || 0;
    const inSight = entries.findIndex((entry) => entry.getBoundingClientRect().top >= covered);
    const next = here >= 0 ? here + by : Math.max(inSight, 0);
    entries[Math.min(Math.max(next, 0), entries.length - 1)].focus();
    return true;
  };

  const act = (key) => {
    if (goes > Date.now()) {
      goes = 0;
      return /^[a-z]$/.test(key) && press(`[data-go="${key}"]`);
    }
    if (key === "g") {
      goes = Date.now() + AFTER_G;
      return true;
    }
    if (key === "/") return toFind();
    if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
    return /^[a-z?]$/.test(key) && press(`[data-key="${key}"]`);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat && event.key !== "j" && event.key !== "k") return;
    if (document.querySelector("dialog[open]")) return;
    const typing = event.target instanceof Element && event.target.closest(FIELDS);
    const held = event.metaKey || event.ctrlKey && !(mac && typing); // there Ctrl K cuts the rest of the line
    const control = held && !event.altKey && !event.shiftKey;
    if (control && event.key.toLowerCase() === "k") {
      if (toFind()) event.preventDefault();
      return;
    }
    if (typing) return;
    const shifted = event.shiftKey && /^[a-z]$/i.test(event.key); // ? and / may need the shift key
    if (!single || event.ctrlKey || event.metaKey || event.altKey || shifted) return;
    if (act(event.key)) event.preventDefault();
  });
})();
