/* Typing counts as activity: a session does not end in the middle of a note. If it has ended all the same, the page
   says so before more is typed.
   At most once a minute, and never with any text. */
"use strict";

(() => {
  const address = document.querySelector('meta[name="activity-url"]');
  const token = document.querySelector('meta[name="csrf-token"]');
  if (!address || !token) return;

  const EVERY = 60_000;
  let last = Date.now(); // opening the page was activity already

  const tell = () => {
    const now = Date.now();
    if (now - last < EVERY) return;
    last = now;
    fetch(address.content, {
      method: "POST",
      headers: { "X-CSRFToken": token.content, "X-Autosave": "1" },
      redirect: "manual",
      keepalive: true,
    }).then((answer) => {
      if (answer.status === 401 && document.querySelector("form[data-autosave], form[data-guard]")) keep.lock();
    }).catch(() => {});
  };

  for (const kind of ["input", "keydown", "pointerdown"]) {
    document.addEventListener(kind, tell, { passive: true, capture: true });
  }
})();
