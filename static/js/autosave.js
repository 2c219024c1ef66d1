/* Drafts save as one types. The status line says "Saved" only when the server said so.
   Nothing typed is ever put into the browser's storage. */
"use strict";

(() => {
  const PAUSE = 1_000;     // after the last key
  const EVERY = 3_000;     // never more often, and no longer wait than this while typing goes on
  const RETRY = [2_000, 4_000, 8_000, 15_000, 30_000];
  const TIMEOUT = 20_000;

  const form = document.querySelector("form[data-autosave]");
  const status = form && form.querySelector("[data-save-status]");
  if (!form || !status) return;

  let edits = 0;           // counts changes of the form
  let kept = 0;            // the count that the server has confirmed
  let firstUnsaved = 0;
  let lastStart = 0;
  let timer = 0;
  let flight = null;       // the promise of the save on its way
  let failures = 0;
  let halted = "";         // "signed-out" or "conflict": waits for the person
  let leaving = false;
  let checking = false;    // Save or Sign was pressed and waits for a save

  const dirty = () => edits !== kept;

  /* Not form.action: the buttons are named "action" and stand in its way. */
  const address = () => form.getAttribute("action") || location.href;

  const say = (words, state, link) => {
    status.textContent = words;
    status.dataset.state = state;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.href;
      anchor.textContent = link.words;
      anchor.target = "_blank";
      anchor.rel = "noopener";
      status.append(" ", anchor);
    }
  };

  const setField = (name, value) => {
    const input = form.elements.namedItem(name);
    if (input && value !== undefined && value !== null) input.value = String(value);
  };

  const viewerOf = (page) => page.querySelector("[data-viewer]")?.dataset.viewer;

  /* After signing in again in another tab this page's token is old: take the new one.
     Only for the same person: what one wrote is never saved as another's. */
  const renewToken = async () => {
    const answer = await fetch(address(), { redirect: "manual", headers: { Accept: "text/html" } });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector('meta[name="csrf-token"]');
    if (!fresh || !page.querySelector("form[data-autosave]") || viewerOf(page) !== viewerOf(document)) return false;
    document.querySelector('meta[name="csrf-token"]').content = fresh.content;
    for (const input of document.querySelectorAll('input[name="csrf_token"]')) input.value = fresh.content;
    return true;
  };

  const plan = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  const planNext = () => {
    if (halted || flight || !dirty()) return;
    const now = Date.now();
    const paused = Math.min(now + PAUSE, firstUnsaved + EVERY);
    plan(Math.max(paused, lastStart + EVERY) - now);
  };

  const accept = (answer, sent) => {
    failures = 0;
    halted = "";
    kept = sent;
    firstUnsaved = Date.now();
    setField("version", answer.version);
    if (answer.edit_url) {
      form.setAttribute("action", answer.edit_url);
      if (location.pathname !== answer.edit_url) history.replaceState(history.state, "", answer.edit_url);
    }
    say(`Saved ${answer.saved_at}`, "saved");
  };

  const failed = (words) => {
    say(words, "failed");
    plan(RETRY[Math.min(failures, RETRY.length - 1)]);
    failures += 1;
    return "failed";
  };

  /* The session ended: said once the server has no form for us any more. */
  const signedOut = () => {
    halted = "signed-out";
    say("You have been signed out. Sign in in another tab, then press Save.", "failed", { href: "/sign-in", words: "Sign in" });
    return halted;
  };

  /* One try. Resolves to "saved", "failed" (will be tried again), "refused", "signed-out" or "conflict". */
  const send = async (again = false) => {
    const sent = edits;
    lastStart = Date.now();
    clearTimeout(timer);
    say("Saving…", "saving");
    const data = new FormData(form);
    data.set("action", "save");
    let answer;
    try {
      answer = await fetch(address(), {
        method: "POST",
        body: data,
        headers: { "X-Autosave": "1", Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT),
      });
    } catch {
      return failed("Not saved: no connection. Your words are still here; trying again.");
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) return signedOut();
    if (answer.status === 400 && !again) {
      return (await renewToken().catch(() => false)) ? send(true) : signedOut();
    }
    const body = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json().catch(() => null) : null;
    if (answer.ok && body && body.saved_at) {
      accept(body, sent);
      return "saved";
    }
    if (answer.status === 409) {
      halted = "conflict";
      say("Changed in another window. Press Save to see both texts, or", "failed", { href: address(), words: "open the other one" });
      return halted;
    }
    if (answer.status >= 500 || answer.status === 429) {
      return failed("Not saved: the server is busy. Your words are still here; trying again.");
    }
    say(`Not saved: ${body && body.error ? body.error : "the server refused it. Press Save to see why."}`, "failed");
    return "refused";
  };

  const save = () => {
    if (!flight) {
      flight = send().finally(() => {
        flight = null;
        if (failures === 0) planNext();
      });
    }
    return flight;
  };

  const changed = () => {
    if (!dirty()) firstUnsaved = Date.now();
    edits += 1;
    if (failures === 0) planNext();
  };

  form.addEventListener("input", changed);
  window.addEventListener("online", () => { if (failures) save(); });

  /* Save and Sign leave the page only when the words are safe: a save on its way ends first,
     and without a connection or a session the page stays. */
  form.addEventListener("submit", (event) => {
    if (leaving || event.defaultPrevented) return;
    if (!dirty() && !flight && !halted) {
      leaving = true;
      return;
    }
    event.preventDefault();
    if (checking) return;
    const button = event.submitter;
    const go = async () => {
      if (flight) await flight;
      if (halted === "signed-out" && !(await renewToken().catch(() => false))) return;
      const wasConflict = halted === "conflict";
      halted = "";
      const result = wasConflict ? "conflict" : dirty() ? await save() : "saved";
      if (result === "failed" || result === "signed-out") return;
      leaving = true;
      form.requestSubmit(button);
    };
    checking = true;
    go().finally(() => { checking = false; });
  });

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (dirty() || flight)) event.preventDefault();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
})();
