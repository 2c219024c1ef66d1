/* The patient's banner becomes compact once the tabs below it have scrolled away. Without scripts it stays as it is. */
"use strict";

/* On paper every sheet names the patient (print.css): sheets of two patients are easily mixed up. */
(() => {
  const whose = document.querySelector("[data-of-whom]");
  if (!whose) return;
  const paper = document.documentElement.style;
  paper.setProperty("--of-whom", JSON.stringify(whose.dataset.ofWhom));
  paper.setProperty("--of-what", JSON.stringify(document.title));
})();

(() => {
  const banner = document.querySelector(".patient-banner");
  const tabs = document.querySelector(".patient-bar");
  if (!banner || !tabs) return;
  let compact = 0;
  let away = false;

  /* What the banner gives up in height becomes margin: the page below must not jump. */
  const measure = () => {
    banner.classList.remove("is-stuck");
    banner.style.marginBottom = "";
    const full = banner.offsetHeight;
    banner.classList.add("is-stuck");
    compact = banner.offsetHeight;
    return full - compact;
  };

  /* Compared with the compact height in both directions, so that it never changes to and fro in one place. */
  const look = () => {
    const now = tabs.getBoundingClientRect().bottom <= compact;
    if (now === away) return;
    away = now;
    const freed = measure();
    banner.classList.toggle("is-stuck", away);
    if (away) banner.style.marginBottom = `${freed}px`;
  };

  const start = () => {
    away = false;
    measure();
    banner.classList.remove("is-stuck");
    look();
  };
  document.addEventListener("scroll", look, { passive: true });
  window.addEventListener("resize", start);
  start();
})();
