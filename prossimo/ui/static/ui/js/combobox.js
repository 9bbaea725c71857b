/* A field that searches while one types: the list is filled by htmx, the arrows walk it, Enter takes.
   Follows the ARIA pattern «editable combobox with list autocomplete». */
import { words } from "./words.js";

function setUp(box) {
    if (box.dataset.ready) return;
    box.dataset.ready = "yes";
    const input = box.querySelector("[role=combobox]");
    const list = document.getElementById(input.getAttribute("aria-controls"));
    const store = box.querySelector("[data-combobox-value]");
    const status = box.querySelector("[data-combobox-status]");
    const options = () => [...list.querySelectorAll("[role=option]")];
    let active = null;
    let sent = "";
    let asked = "";
    let hurried = false;

    function open(wanted) {
        list.hidden = !wanted;
        input.setAttribute("aria-expanded", String(wanted));
        if (!wanted) activate(null);
    }

    function activate(option) {
        active?.setAttribute("aria-selected", "false");
        active = option;
        if (!option) { input.removeAttribute("aria-activedescendant"); return; }
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", option.id);
    }

    function keep(value) {
        if (!store || store.value === value) return;
        store.value = value;
        store.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function choose(option) {
        if (option.dataset.url && (!store || !option.dataset.value)) { location.assign(option.dataset.url); return; }
        input.value = option.dataset.label;
        open(false);
        keep(option.dataset.value);
        box.dispatchEvent(new CustomEvent("ui:chosen", { bubbles: true, detail: { ...option.dataset } }));
    }

    /* Whoever types faster than the list answers must not get somebody they never saw: Enter waits
       for the list of the words typed, and takes from it only where there is no doubt. */
    function takeFirst(shown) {
        if (asked !== input.value.trim()) { hurried = true; return; }
        if (shown && options().length) choose(options()[0]);
    }

    function step(by) {
        const all = options();
        if (!all.length) return;
        const at = active ? all.indexOf(active) + by : by > 0 ? 0 : all.length - 1;
        activate(all[(at + all.length) % all.length]);
    }

    input.addEventListener("keydown", (event) => {
        const shown = !list.hidden;
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            if (!shown && list.children.length) open(true);
            step(event.key === "ArrowDown" ? 1 : -1);
        } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
            if (shown && active) { event.preventDefault(); choose(active); }
            else if (store) { event.preventDefault(); takeFirst(shown); }
        } else if (event.key === "Escape" && shown) {
            event.preventDefault();
            event.stopPropagation();
            open(false);
        } else if (event.key === "Home" || event.key === "End") {
            activate(null);
        }
    });
    input.addEventListener("input", () => {
        keep("");
        hurried = false;
        if (!input.value.trim()) { list.replaceChildren(); open(false); }
    });
    input.addEventListener("focus", () => { if (list.children.length && input.value.trim() && !(store && store.value)) open(true); });
    box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) open(false); });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) choose(option);
    });
    input.addEventListener("htmx:configRequest", (event) => { sent = input.value.trim(); event.detail.parameters.q = sent; });
    input.addEventListener("htmx:beforeRequest", (event) => { if (!input.value.trim()) event.preventDefault(); });
    list.addEventListener("htmx:afterSwap", () => {
        activate(null);
        asked = sent;
        options().forEach((option, at) => { option.id = `${list.id}-${at}`; });
        open(document.activeElement === input);
        const found = options().length;
        if (hurried && found) { hurried = false; if (found === 1) choose(options()[0]); else activate(options()[0]); }
        if (status) status.textContent = found ? `${found} ${words("results")}` : words("noResult");
    });
    box.querySelector("[data-combobox-empty]")?.addEventListener("click", (event) => {
        input.value = "";
        list.replaceChildren();
        open(false);
        keep("");
        box.dispatchEvent(new CustomEvent("ui:chosen", { bubbles: true, detail: { value: "", label: event.target.textContent.trim(), empty: "yes" } }));
    });
}

function setUpAll() {
    document.querySelectorAll("[data-combobox]").forEach(setUp);
}

setUpAll();
document.addEventListener("htmx:load", setUpAll);
