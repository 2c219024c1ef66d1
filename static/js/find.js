/* Patients while one types, in the header's search: a combobox with a list. The words travel in the body of a POST, after
   a pause and not with every key, because each search that is answered stands in the audit trail. No patient is chosen
   beforehand: Enter alone leads to the page of results, so that nobody opens a record that moved under their finger. */
"use strict";

(() => {
  const PAUSE = 350;
  const SHORTEST = 2;

  const input = document.querySelector("[data-find]");
  if (!input) return;
  const form = input.form;

  const list = Object.assign(document.createElement("ul"), { id: "found", className: "found", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Patients found");
  const told = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  told.setAttribute("role", "status");
  const none = Object.assign(document.createElement("p"), { className: "found found-none", hidden: true });
  none.setAttribute("aria-hidden", "true"); // the status says it
  form.append(list, none, told);
  input.type = "text"; // a search field may not be a combobox
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "found"]]) {
    input.setAttribute(name, value);
  }

  let timer = 0;
  let asking = null;
  let asked = "";
  let before = null; // what had the focus

  const options = () => [...list.children];
  const chosen = () => list.querySelector('[aria-selected="true"]');

  const choose = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  /* A sentence where patients would stand. It is no option: there is nothing to choose. */
  const say = (words) => {
    told.textContent = words;
    none.textContent = words;
    none.hidden = !words || document.activeElement !== input;
  };

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(null);
  };

  const close = () => {
    clearTimeout(timer);
    if (asking) asking.abort();
    asked = "";
    show(false);
    say("");
  };

  const ask = async () => {
    const words = input.value.trim();
    if (words === asked) return;
    if (asking) asking.abort();
    asking = new AbortController();
    asked = words;
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Fragment": "1", "X-Autosave": "1" },
        redirect: "manual",
        signal: asking.signal,
      });
      if (!answer.ok) return show(false); // Enter leads to the page that says why
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...found.body.children);
    } catch {
      return undefined; // typed on, or no connection
    }
    const count = list.children.length;
    say(count ? "" : "No patient of yours matches");
    if (count) told.textContent = `${count} found, arrow keys to choose`;
    return show(count > 0 && document.activeElement === input);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const typed = input.value.trim().length;
    say("");
    if (typed < SHORTEST) {
      close();
      return say(typed ? "Type one more letter" : "");
    }
    timer = setTimeout(ask, PAUSE);
    return undefined;
  });

  /* Escape closes what is open; then it empties the box and goes back to where one was, so that single keys act again. */
  const leave = () => {
    if (!list.hidden || !none.hidden) return close();
    input.value = "";
    if (before && before.isConnected && before !== document.body) before.focus();
    return input.blur();
  };

  input.addEventListener("focus", (event) => { before = event.relatedTarget; });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      leave();
      event.preventDefault();
    }
    if (list.hidden) return;
    const found = options();
    const here = found.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const by = event.key === "ArrowDown" ? 1 : -1;
      choose(found[here < 0 && by < 0 ? found.length - 1 : (here + by + found.length) % found.length]);
    } else if (event.key === "Enter" && here >= 0) {
      location.assign(found[here].dataset.url);
    } else {
      return;
    }
    event.preventDefault();
  });

  /* A press of the mouse must not take the focus, or the list would be gone before the click. */
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) location.assign(option.dataset.url);
  });
  input.addEventListener("blur", close);
  window.addEventListener("pageshow", close);
})();
