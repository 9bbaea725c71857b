/* Keys: each is a second way to a control that is on the page (data-key); never while one is typing.
   Keys of one letter can be turned off (WCAG 2.1.4); Ctrl+Enter and Escape stay. */
import { flush } from "./drafts.js";
import { words } from "./words.js";

const OFF = "prossimo-tasti-spenti";
const WAIT = 1200;
let first = "";
let timer = 0;

const visible = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? element.offsetParent !== null;
const WRITES = "input:not([type=button]):not([type=submit]), textarea, select, [contenteditable=true]";
const typing = (element) => {
    const field = element?.closest?.(WRITES);
    return field && !(field.type === "checkbox" && field.closest("[data-row]")) ? field : null;
};
const controls = (keys) => [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].filter(visible);

function off() {
    if (document.body.dataset.keys === "off") return true;
    try { return localStorage.getItem(OFF) === "yes"; } catch { return false; }
}

function press(keys, inside) {
    const found = controls(keys);
    // the page's own key wins over the frame's
    const own = found.find((control) => control.closest("main"));
    const target = (inside && found.find((control) => inside.contains(control))) || own || found[0];
    if (!target) return false;
    if (target.matches("input, textarea, select")) { target.focus(); target.select?.(); }
    else target.click();
    return true;
}

function rows() {
    return [...document.querySelectorAll("[data-list] [data-row]")].filter(visible);
}

function move(by) {
    const all = rows();
    if (!all.length) return false;
    const here = all.findIndex((row) => row.classList.contains("ui-here"));
    const at = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
    all.forEach((row) => row.classList.remove("ui-here"));
    all[at].classList.add("ui-here");
    const stop = all[at].querySelector("a[href]") || all[at].querySelector("button, input:not([type=hidden])");
    stop?.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
    return true;
}

function tick() {
    const box = document.querySelector(".ui-here input[type=checkbox]");
    if (box) box.click();
    return Boolean(box);
}

function enter() {
    const link = document.querySelector(".ui-here a[href]");
    if (link) link.click();
    return Boolean(link);
}

async function escape(event) {
    const field = typing(event.target);
    const link = controls("Escape")[0];
    if (field || !link) { field?.blur(); return; }
    event.preventDefault();
    await Promise.all([...document.querySelectorAll("form[data-draft-key]")].map(flush));
    link.click();
}

function list() {
    const dialog = document.querySelector("[data-keys-dialog]");
    const place = dialog?.querySelector("[data-keys-list]");
    if (!place) return false;
    const seen = new Set();
    const all = ["main [data-key]", "[data-key]"].flatMap((which) => [...document.querySelectorAll(which)]);
    place.replaceChildren(...all.filter((control) => {
        const fresh = visible(control) && !seen.has(control.dataset.key);
        seen.add(control.dataset.key);
        return fresh;
    }).map((control) => {
        const line = document.createElement("div");
        const keys = document.createElement("dt");
        const what = document.createElement("dd");
        control.dataset.key.replace("Control+", "Ctrl ").replace("Enter", words("enter")).replace("Escape", "Esc").split(" ").forEach((key) => {
            const drawn = document.createElement("kbd");
            drawn.textContent = key;
            keys.append(drawn, " ");
        });
        const name = control.labels?.[0] || control;
        const copy = name.cloneNode(true);
        copy.querySelectorAll("[aria-hidden=true], svg, .ui-nav__count").forEach((part) => part.remove());
        what.textContent = copy.textContent.trim();
        line.append(keys, what);
        return line;
    }));
    dialog.querySelector("[data-keys-switch]").checked = !off();
    if (!dialog.open) dialog.showModal();
    return true;
}

function letter(key) {
    const pair = first && `${first} ${key}`;
    first = "";
    clearTimeout(timer);
    if (pair && press(pair)) return true;
    if (key === "?") return list();
    if (key === "j") return move(1);
    if (key === "k") return move(-1);
    if (key === "x") return tick();
    if (press(key)) return true;
    if (document.querySelector(`[data-key^="${CSS.escape(key)} "]`)) {
        first = key;
        timer = setTimeout(() => { first = ""; }, WAIT);
    }
    return Boolean(first);
}

document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const dialog = document.querySelector("dialog[open]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        const form = event.target.closest?.("form");
        if (press("Control+Enter", dialog || form)) event.preventDefault();
        return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || dialog) return;
    if (event.key === "Escape") {
        const menu = event.target.closest?.("[data-menu][open]") || document.querySelector("[data-menu][open]");
        if (!menu) escape(event);
        return;
    }
    if (off() || typing(event.target)) return;
    if (event.key === "Enter") {
        if (!event.target.closest?.("a, button, summary") && enter()) event.preventDefault();
        return;
    }
    if (event.key.length === 1 && event.key !== " " && letter(event.key)) event.preventDefault();
});

document.querySelector("[data-keys-switch]")?.addEventListener("change", (event) => {
    document.body.dataset.keys = event.target.checked ? "on" : "off";
    try { localStorage.setItem(OFF, event.target.checked ? "no" : "yes"); } catch { /* private window: lasts for this page only */ }
});
document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-dialog=tasti]")) list();
});
