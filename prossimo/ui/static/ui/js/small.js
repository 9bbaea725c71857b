/* Small manners: menus that close, dialogs that open, focus on what is wrong, print, copy. */
import { toast } from "./toasts.js";
import { words } from "./words.js";

const openMenus = () => document.querySelectorAll("[data-menu][open]");

document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
        menu.open = false;
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    });
});
document.addEventListener("focusout", (event) => {
    const menu = event.target.closest?.("[data-menu][open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});
/* A menu that would stick out of the window hangs from its other corner. */
document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.matches?.("[data-menu][open]")) return;
    menu.classList.remove("ui-menu--start", "ui-menu--end");
    const box = menu.querySelector(".ui-menu__list").getBoundingClientRect();
    if (box.left < 0) menu.classList.add("ui-menu--start");
    else if (box.right > document.documentElement.clientWidth) menu.classList.add("ui-menu--end");
}, true);
document.addEventListener("click", async (event) => {
    const target = event.target.closest?.("[data-print], [data-copy], [data-dialog]");
    if (!target) return;
    if ("print" in target.dataset) window.print();
    if (target.dataset.copy) {
        await navigator.clipboard.writeText(target.dataset.copy);
        toast("good", words("copied"));
    }
    const dialog = target.dataset.dialog && document.getElementById(target.dataset.dialog);
    if (dialog && !dialog.open) { event.preventDefault(); dialog.showModal(); }
});
document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-autosubmit]");
    if (form) form.requestSubmit();
});

function settle(root) {
    const wrong = root.querySelector("[data-error-summary]");
    const wanted = wrong || root.querySelector("[data-autofocus]");
    wanted?.focus();
}

/* Where the tabs do not fit in a line, the one that is open is the one to see. */
document.querySelectorAll(".ui-tabs a[aria-current]").forEach((tab) => {
    const bar = tab.closest(".ui-tabs");
    bar.scrollLeft += tab.getBoundingClientRect().left - bar.getBoundingClientRect().left - bar.clientWidth / 4;
});
settle(document);
document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) settle(event.target); });
