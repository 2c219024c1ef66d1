/* Words in a page outlive its session. When it ends, the page is covered and says so; after signing in again, in this
   or another tab, the page takes the new token and goes on. Nothing typed is ever put into the browser's storage. */
"use strict";

window.keep = (() => {
  const SIGN_IN = "/sign-in";
  const OWN_PAGE = "/account"; // any page of one's own that shows no patient

  const viewerOf = (page) => page.querySelector("[data-viewer]")?.dataset.viewer;
  const writer = () => viewerOf(document) || document.querySelector('input[name="written_by"]')?.value;

  const takeToken = (token) => {
    const meta = document.querySelector('meta[name="csrf-token"]');
    if (meta) meta.content = token;
    for (const input of document.querySelectorAll('input[name="csrf_token"]')) input.value = token;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
  };

  /* "renewed", "signed-out", "somebody-else" or "offline". Only for the same person: what one wrote is never saved as
     another's. */
  const renew = async () => {
    let answer;
    try {
      answer = await fetch(OWN_PAGE, { redirect: "manual", headers: { Accept: "text/html" } });
    } catch {
      return "offline";
    }
    if (answer.status >= 500) return "offline";
    if (!answer.ok) return "signed-out";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector('meta[name="csrf-token"]');
    if (!fresh) return "signed-out";
    if (writer() && viewerOf(page) !== writer()) return "somebody-else";
    takeToken(fresh.content);
    return "renewed";
  };

  const element = (name, words, properties = {}) => {
    const made = Object.assign(document.createElement(name), properties);
    made.textContent = words;
    return made;
  };

  let locked = null; // the promise of the page's release

  const NOT_YET = {
    "signed-out": "You are still signed out. Sign in in the other tab first.",
    "somebody-else": "Somebody else is signed in in this browser. These words can only be saved by whoever wrote them.",
    offline: "No connection. Your words are still here.",
  };

  /* Cover the page until the same person is signed in again. Resolves then. */
  const lock = () => {
    if (locked) return locked;
    const box = element("dialog", "", { className: "lock" });
    const told = element("p", "", { className: "lock-told" });
    told.setAttribute("role", "status");
    const again = element("button", "I have signed in", { type: "button", className: "btn btn-plain" });
    const away = element("a", "Sign in in another tab", { href: SIGN_IN, target: "_blank", rel: "noopener", className: "btn btn-primary" });
    const title = element("h2", "You have been signed out", { id: "lock-title" });
    const buttons = element("p", "", { className: "sign-buttons" });
    buttons.append(away, again);
    box.setAttribute("aria-labelledby", title.id);
    box.append(
      title,
      element("p", "Your words are still in this page and are not lost. Sign in again as the same person: the page goes on where you stopped. Do not close it before."),
      told,
      buttons,
    );
    box.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(box);
    box.showModal();

    locked = new Promise((resolve) => {
      const look = async (asked) => {
        const found = await renew();
        if (found === "renewed") {
          for (const [target, kind] of [[document, "visibilitychange"], [window, "focus"]]) target.removeEventListener(kind, comeBack);
          box.close();
          box.remove();
          locked = null;
          resolve();
        } else if (asked || found === "somebody-else") {
          told.textContent = NOT_YET[found];
        }
      };
      const comeBack = () => { if (!document.hidden) look(false); };
      again.addEventListener("click", () => look(true));
      document.addEventListener("visibilitychange", comeBack);
      window.addEventListener("focus", comeBack);
    });
    return locked;
  };

  /* Whether what is sent now would be taken: "ok", "signed-out" (the page is covered), or words that say why not. */
  const check = async () => {
    const address = document.querySelector('meta[name="activity-url"]');
    const token = document.querySelector('meta[name="csrf-token"]');
    if (!address || !token) {
      const found = await renew();
      return found === "renewed" ? "ok" : NOT_YET[found];
    }
    let answer;
    try {
      answer = await fetch(address.content, { method: "POST", headers: { "X-CSRFToken": token.content, "X-Autosave": "1" }, redirect: "manual" });
    } catch {
      return NOT_YET.offline;
    }
    if (answer.ok) return "ok";
    if (answer.status >= 500) return "The server is busy. Your words are still here: try again in a moment.";
    if (answer.status === 400 && (await renew()) === "renewed") return "ok";
    lock();
    return "signed-out";
  };

  /* Where a form says how things stand. */
  const statusOf = (form) => {
    let status = form.querySelector("[data-save-status]");
    if (!status) {
      status = element("p", "", { className: "save-status" });
      status.dataset.saveStatus = "";
      status.setAttribute("role", "status");
      form.append(status);
    }
    return status;
  };

  /* data-guard: words typed into a form are not left behind without a question, and not sent to a session that has
     ended. data-guard="dirty": from the start. */
  const guard = (form) => {
    let dirty = form.dataset.guard === "dirty";
    let sure = false;
    let checking = false;
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", async (event) => {
      if (event.defaultPrevented) return;
      if (sure) {
        dirty = false;
        return;
      }
      event.preventDefault();
      if (checking) return;
      checking = true;
      const button = event.submitter;
      const found = await check();
      checking = false;
      if (found === "ok") {
        sure = true;
        form.requestSubmit(button);
        sure = false;
      } else if (found !== "signed-out") {
        const status = statusOf(form);
        status.textContent = found;
        status.dataset.state = "failed";
      }
    });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  };

  for (const form of document.querySelectorAll("form[data-guard]")) guard(form);

  return { check, lock, renew };
})();
