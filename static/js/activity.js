/* Typing counts as activity: a session does not end in the middle of a note.
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
      headers: { "X-CSRFToken": token.content },
      redirect: "manual",
      keepalive: true,
    }).catch(() => {});
  };

  for (const kind of ["input", "keydown", "pointerdown"]) {
    document.addEventListener(kind, tell, { passive: true, capture: true });
  }
})();
