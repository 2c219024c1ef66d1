/* Copy buttons exist only where they work; without them the text is selected by a click. */
"use strict";

(() => {
  const told = document.querySelector("[data-copied]");

  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    source.addEventListener("focus", () => source.select());
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.value);
        told.textContent = "Copied.";
      } catch {
        source.select();
        told.textContent = "Not copied: press Ctrl C.";
      }
    });
  }

  /* A link to a page with text copies the text at once. Asking the server for it is what is recorded; where the browser
     refuses the clipboard, the link leads to the page, and its text can be selected. */
  const textOf = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "text/plain" }, redirect: "manual" });
    if (!answer.ok) throw new Error(`no text: ${answer.status}`);
    return new Blob([await answer.text()], { type: "text/plain" });
  };

  for (const link of document.querySelectorAll("[data-copy-from]")) {
    if (!navigator.clipboard || !window.ClipboardItem) continue;
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      try {
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": textOf(link.dataset.copyFrom) })]);
        told.textContent = "Copied, with the patient’s name on it.";
      } catch {
        location.assign(link.href);
      }
    });
  }
})();
