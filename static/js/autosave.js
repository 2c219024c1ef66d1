/* Drafts save as one types. The status line says "Saved" only when the server said so.
   Each form[data-autosave] of a page has its own state and its own status line. The page's address follows the
   draft of a form; data-autosave="beside" is a second form, whose Save stays on the page.
   Nothing typed is ever put into the browser's storage. */
"use strict";

(() => {
  const PAUSE = 1_000;     // after the last key
  const EVERY = 2_000;     // never more often, and no longer wait than this while typing goes on
  const RETRY = [2_000, 4_000, 8_000, 15_000, 30_000];
  const TIMEOUT = 20_000;

  const watched = [];

  const watch = (form, status) => {
    const beside = form.dataset.autosave === "beside";

    let edits = 0;           // counts changes of the form
    let kept = 0;            // the count that the server has confirmed
    let firstUnsaved = 0;
    let lastStart = 0;
    let timer = 0;
    let flight = null;       // the promise of the save on its way
    let unanswered = null;   // a save whose answer never came; it may have arrived all the same
    let failures = 0;
    let halted = "";         // "signed-out", "conflict" or "gone": waits for the person
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
        if (!beside && location.pathname !== answer.edit_url) history.replaceState(history.state, "", answer.edit_url);
      }
      if (dirty()) say("Not saved yet", "waiting");
      else say(`Saved ${answer.saved_at}`, "saved");
    };

    const failed = (words) => {
      say(words, "failed");
      plan(RETRY[Math.min(failures, RETRY.length - 1)]);
      failures += 1;
      return "failed";
    };

    /* The session ended: the page is covered until the same person is back, then the words are saved. */
    const signedOut = () => {
      halted = "signed-out";
      say("Not saved: you have been signed out. Sign in in another tab, then press Save.", "failed", { href: "/sign-in", words: "Sign in" });
      keep.lock().then(() => {
        if (halted === "signed-out") halted = "";
        if (dirty()) save();
        else say("You are signed in again.", "saved");
      });
      return halted;
    };

    /* The draft is not there any more: what stands here can become a new one. */
    const gone = () => {
      halted = "gone";
      form.setAttribute("action", form.dataset.newUrl);
      setField("version", "");
      setField("opened", "");
      say("This draft was discarded in another window. Your words are still here: press Save draft to keep them as a new one.", "failed");
      return halted;
    };

    /* One try. Resolves to "saved", "failed" (will be tried again), "refused" (the form's page says why), "stuck" (only
       this page keeps the words), "signed-out", "conflict" or "gone". */
    const send = async (again = false) => {
      /* The very same save again, so that the server knows it, and one does not meet one's own words as another's. */
      const { data, sent } = unanswered || { data: new FormData(form), sent: edits };
      lastStart = Date.now();
      clearTimeout(timer);
      say("Saving…", "saving");
      data.set("action", "save");
      data.set("csrf_token", form.elements.namedItem("csrf_token").value);
      unanswered = { data, sent };
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
      if (answer.status < 500) unanswered = null;
      if (answer.type === "opaqueredirect" || answer.status === 401) return signedOut();
      if (answer.status === 400 && !again) {
        const found = await keep.renew();
        if (found === "offline") return failed("Not saved: no connection. Your words are still here; trying again.");
        return found === "renewed" ? send(true) : signedOut();
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
      if (answer.status === 404 && form.dataset.newUrl && address() !== form.dataset.newUrl) return gone();
      if (answer.status >= 500 || answer.status === 429) {
        return failed("Not saved: the server is busy. Your words are still here; trying again.");
      }
      say(`Not saved: ${body && body.error ? body.error : "the server refused it. Press Save to see why."}`, "failed");
      return answer.status === 422 ? "refused" : "stuck";
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
      if (status.dataset.state === "saved") say("Not saved yet", "waiting");
      if (failures === 0) planNext();
    };

    form.addEventListener("input", changed);
    window.addEventListener("online", () => { if (failures) save(); });

    /* The words on their way to the server, or why they are not. */
    const flush = async () => {
      if (flight) await flight;
      if (halted === "signed-out" || halted === "conflict") return halted;
      halted = "";
      let result = "saved";
      while (dirty() && result === "saved") result = await save();
      return result;
    };
    const unsaved = () => dirty() || flight !== null || halted !== "";
    const lost = (result) => ["failed", "signed-out", "stuck", "gone"].includes(result);

    /* Save and Sign leave the page only when the words of all its forms are safe: a save on its way ends first,
       and without a connection or a session the page stays. */
    form.addEventListener("submit", (event) => {
      if (leaving || event.defaultPrevented) return;
      if (!beside && !watched.some((one) => one.unsaved())) {
        leaving = true;
        return;
      }
      event.preventDefault();
      if (checking) return;
      const button = event.submitter;
      const go = async () => {
        const result = await flush();
        if (lost(result) || (beside && result === "saved")) return;
        for (const other of watched) {
          if (other.form !== form && other.unsaved() && lost(await other.flush())) return;
        }
        // A form does not submit again while its first submission is still being told of.
        await new Promise((resolve) => { setTimeout(resolve); });
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

    watched.push({ form, unsaved, flush });
  };

  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const status = form.querySelector("[data-save-status], [data-private-status]");
    if (status) watch(form, status);
  }
})();
