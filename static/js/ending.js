/* Before a session ends for want of activity, its pages say so, two minutes before and with the time on the clinic's wall.
   Only the server knows when: it is asked first, and asking is no activity, so a page left open ends like any other, and
   what is done in another tab counts in this one. After the end the page is covered if words stand in it (keep.js), and
   left if not: a record does not stay on the screen of somebody who went away. */
"use strict";

(() => {
  const session = document.querySelector('meta[name="session-url"]');
  const activity = document.querySelector('meta[name="activity-url"]');
  const token = document.querySelector('meta[name="csrf-token"]');
  if (!session || !activity || !token) return;

  const IDLE = Number(session.dataset.idle) * 1_000;
  const WARN = Number(session.dataset.warn) * 1_000;
  const AGAIN = 10_000;    // how often another tab's activity is looked for while the warning stands
  const GRAIN = 30_000;    // the server notes activity this often
  const channel = window.BroadcastChannel ? new BroadcastChannel("session") : null;

  let timer = 0;
  let looked = Date.now();
  let box = null;
  let told = false;        // that this session cannot be made longer

  const plan = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(wait, 1_000));
  };

  const close = () => {
    if (!box) return;
    box.close();
    box.remove();
    box = null;
  };

  const hasWords = () =>
    document.querySelector("form[data-autosave], form[data-guard]") !== null ||
    [...document.querySelectorAll("main textarea, main input:not([type=hidden], [type=checkbox], [type=radio])")].some(
      (field) => field.value !== field.defaultValue);

  const over = () => {
    close();
    clearTimeout(timer);
    if (hasWords()) keep.lock().then(() => plan(IDLE - WARN - GRAIN));
    else location.replace(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
  };

  const signOut = () => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: "/sign-out" });
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "csrf_token", value: token.content }));
    document.body.append(form);
    form.submit();
  };

  const stay = async () => {
    close();
    const answer = await fetch(activity.content, {
      method: "POST",
      headers: { "X-CSRFToken": token.content, "X-Autosave": "1" },
      redirect: "manual",
    }).catch(() => null);
    // Signed in anew in another tab: the page takes the new session's token.
    if (answer && answer.status === 400) await keep.renew();
    if (channel) channel.postMessage("look");
    look();
  };

  const warn = (left) => {
    if (box) return;
    box = document.createElement("dialog");
    box.className = "ending";
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-labelledby", "ending-title");
    box.setAttribute("aria-describedby", "ending-words");
    const title = Object.assign(document.createElement("h2"), { id: "ending-title", textContent: "Are you still there?" });
    const words = Object.assign(document.createElement("p"), { id: "ending-words" });
    words.textContent = left.longer
      ? `You will be signed out at ${left.at} unless you go on. What you have typed stays in this page.`
      : `You will be signed out at ${left.at}: a session has its full time then, also while you work. Save what you are writing; what you have typed stays in this page.`;
    const buttons = Object.assign(document.createElement("p"), { className: "sign-buttons" });
    const out = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-plain", textContent: "Sign out now" });
    const on = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: left.longer ? "Stay signed in" : "Go on until then" });
    out.addEventListener("click", signOut);
    const goOn = left.longer ? stay : close;
    on.addEventListener("click", goOn);
    box.addEventListener("cancel", (event) => {
      event.preventDefault();
      goOn();
    });
    buttons.append(on, out);
    box.append(title, words, buttons);
    document.body.append(box);
    box.showModal();
  };

  const look = async () => {
    looked = Date.now();
    const answer = await fetch(session.content, { headers: { "X-Autosave": "1" }, redirect: "manual" }).catch(() => null);
    if (answer && answer.status === 401) return over();
    if (!answer || !answer.ok) return plan(AGAIN);
    const left = await answer.json();
    const wait = left.seconds * 1_000;
    if (wait > WARN) {
      close();
      return plan(wait - WARN);
    }
    if (left.longer || !told) warn(left);
    told = !left.longer;
    return plan(Math.min(wait, AGAIN));
  };

  if (channel) channel.addEventListener("message", look);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && (box || Date.now() - looked > GRAIN)) look();
  });
  plan(IDLE - WARN - GRAIN);
})();
