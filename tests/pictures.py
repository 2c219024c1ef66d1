"""Pictures of the demo clinic's pages for docs/img, taken by a real browser: `make pictures`."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from coordcare import create_app
from tests.browsing import FLAGS, Server, system_browser

FOLDER = Path(__file__).parent.parent / "docs" / "img"
PASSWORD = "demo-clinic-only-2026"
DESK, PHONE = (1280, 800), (390, 844)
# A picture of a page holds few colors: with a palette it is half the size. The rare ones tell the kinds apart.
COLORS = 256


@dataclass(frozen=True, slots=True)
class Picture:
    """Whose page, at which address, on which screen; scrolled by so many pixels."""

    name: str
    who: str
    address: str
    size: tuple[int, int] = DESK
    theme: str = "light"
    scrolled: int = 0


PICTURES = (
    Picture("home", "therapist", "/"),
    Picture("timeline", "psychiatrist", "/patients/4/timeline"),
    Picture("timeline-dark", "psychiatrist", "/patients/4/timeline", theme="dark"),
    Picture("timeline-phone", "psychiatrist", "/patients/4/timeline", size=PHONE),
    Picture("timeline-phone-scrolled", "psychiatrist", "/patients/4/timeline", size=PHONE, scrolled=640),
    Picture("session-note", "therapist", "/patients/4/entries/new/session_note"),
    Picture("review", "psychiatrist", "/patients/4/review"),
    Picture("review-phone", "psychiatrist", "/patients/4/review", size=PHONE),
    Picture("course", "therapist", "/patients/4/course"),
    Picture("medication", "psychiatrist", "/patients/2/medication"),
    Picture("measures", "psychiatrist", "/patients/3/measures"),
    Picture("caseload", "coordinator", "/caseload"),
    Picture("audit", "admin", "/admin/audit"),
)


def take_all(browser: Browser, url: str) -> None:
    """Each picture in a window of its own, so that none shows what another has opened."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        width, height = picture.size
        context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if picture.theme == "dark" else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        _sign_in(page, picture.who)
        page.goto(picture.address)
        if picture.scrolled:
            page.mouse.wheel(0, picture.scrolled)
            page.wait_for_selector(".is-stuck")
        _save(page.screenshot(), FOLDER / f"{picture.name}.png")
        context.close()


def _sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{who}@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def _save(shot: bytes, path: Path) -> None:
    image = Image.open(BytesIO(shot)).convert("RGB")
    image.quantize(COLORS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


def main() -> None:
    server = Server(create_app())
    server.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_browser(), args=FLAGS)
        take_all(browser, server.url)
        browser.close()
    server.stop()


if __name__ == "__main__":
    main()
