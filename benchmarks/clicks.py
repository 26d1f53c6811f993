"""Counts what a person presses, by the page's own events.

A press of the mouse or of a finger is one. It is counted when it begins, because a page may take away what
lies under it before it becomes a click. Typing is free, Tab too; a shortcut is one, and so is a key that
commands and writes nothing: Enter in a field of one line, on a button or on a link, Escape, the arrows
outside of text. The click that such a key makes of itself is not counted again.
"""

from playwright.sync_api import BrowserContext

LISTEN = """
(() => {
    const WRITES = /^(text|search|email|url|password|number|date|time|datetime-local)$/;
    const isText = (element) => element.isContentEditable || element.matches("textarea")
        || (element.matches("input") && WRITES.test(element.type));
    const holdsLines = (element) => element.isContentEditable || element.matches("textarea");
    const isModifier = (key) => ["Control", "Alt", "AltGraph", "Meta", "Shift"].includes(key);
    const commands = ({ key, target }) => {
        if (key === "Escape" || /^F\\d+$/.test(key)) return true;
        if (key === "Enter") return !holdsLines(target);
        return !isText(target) && /^( |Arrow.*|Page.*|Home|End)$/.test(key);
    };
    const counts = (event) =>
        event.type === "pointerdown" || (!isModifier(event.key) && !event.repeat
            && (event.ctrlKey || event.altKey || event.metaKey || commands(event)));
    const listen = (event) => {
        if (event.isTrusted && event.target instanceof Element && counts(event))
            window.newsroomPressed(event.key ?? "click");
    };
    for (const type of ["pointerdown", "keydown"]) window.addEventListener(type, listen, { capture: true });
})();
"""


class Clicks:
    """What was pressed in the pages of one browser, across all their addresses."""

    def __init__(self, context: BrowserContext) -> None:
        self.pressed: list[str] = []
        context.expose_binding("newsroomPressed", lambda _source, what: self.pressed.append(what))
        context.add_init_script(LISTEN)

    def begin(self) -> None:
        self.pressed.clear()

    def __len__(self) -> int:
        return len(self.pressed)
