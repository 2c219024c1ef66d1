"""Somebody who has only a keyboard. At every stop the focus must be seen: by a ring, in the window, under nothing."""

import re

from playwright.sync_api import Page, expect

from tests.cast import PASSWORD

MOST_STOPS = 120
# What has the focus: its role and name in words, and why it cannot be seen (nothing, if it can).
LOOK = r"""() => {
    const here = document.activeElement;
    const seen = [here, ...(here.labels || [])].filter((one) => one.getClientRects().length);
    const ringed = (one) => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
    };
    const inside = (one) => {
        const box = one.getBoundingClientRect();
        const places = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
        return places.some(([x, y]) => {
            const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
            return top && (one.contains(top) || top.contains(one) || seen.some((other) => other.contains(top)));
        });
    };
    const words = (here.labels?.[0] || here).textContent.trim().replace(/\s+/g, " ") || here.getAttribute("aria-label");
    const scroller = here.matches("main, aside, [role=region]");
    const why = [];
    if (!scroller && !seen.some(ringed)) why.push("no ring");
    if (!scroller && !seen.some(inside)) why.push("out of sight or covered");
    return {what: `${here.localName} ${here.type || ""} "${(words || "").slice(0, 60)}"`, why: why.join(", ")};
}"""


class Keyboard:
    """One person's keys on one page; `stops` counts where the focus was looked at, `unseen` says where it was not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops = 0
        self.unseen: list[str] = []

    @property
    def focused(self) -> bool:
        return bool(self.page.evaluate("document.activeElement !== document.body"))

    def look(self) -> str:
        """Look at what has the focus; its words."""
        found = self.page.evaluate(LOOK)
        self.stops += 1
        if found["why"] and not found["what"].startswith("body"):
            self.unseen.append(f"{self.page.url}: {found['what']}: {found['why']}")
        return str(found["what"])

    def tab_to(self, words: str, *, back: bool = False) -> None:
        """Press Tab until something with these words (a regular expression) has the focus, or fail."""
        passed = []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            passed.append(self.look())
            if re.search(words, passed[-1]):
                return
        raise AssertionError(f"{words!r} was not reached on {self.page.url}: {passed}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def go(self, key: str, address: str) -> None:
        """A key that leads to another page."""
        self.page.keyboard.press(key)
        expect(self.page).to_have_url(re.compile(address))
        self.page.wait_for_load_state()

    def enter(self, address: str) -> None:
        """Press Enter on what has the focus, which leads to another page."""
        self.look()
        self.go("Enter", address)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def sign_in(self, name: str) -> None:
        self.page.goto("/sign-in")
        self.tab_to("E-mail")
        self.type(f"{name}@test.example")
        self.tab_to("Password")
        self.type(PASSWORD)
        self.enter(r":\d+/$")

    def sign_out(self) -> None:
        """By the account menu."""
        self.tab_to("Menu: ")
        self.press("Enter")
        self.tab_to("Sign out")
        self.enter("/sign-in$")
        expect(self.page.get_by_text("You are signed out.")).to_be_visible()
