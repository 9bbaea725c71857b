/* Choosing among many chips while typing: letters filter, a digit or Enter picks, arrows walk.
   What is chosen moves to the front; the first of them is the main one, and travels first. */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function setUp(box) {
    if (box.dataset.ready) return;
    box.dataset.ready = "yes";
    const filter = box.querySelector("[data-chips-filter]");
    const input = filter?.querySelector("input");
    const status = filter?.querySelector("[data-chips-status]");
    const lists = [...box.querySelectorAll(".ui-choices")];
    const choices = () => [...box.querySelectorAll("[data-choice]")];
    const control = (choice) => choice.querySelector("input");
    const label = (choice) => choice.querySelector("label");
    choices().forEach((choice, place) => { choice.dataset.place = place; choice.dataset.words = fold(label(choice).textContent); });

    const found = () => choices().filter((choice) => !choice.hidden);
    /* The nearest first: the whole label, then its beginning, then the beginning of one of its words. */
    function distance(choice, letters) {
        const said = choice.dataset.words.trim();
        if (!letters || said === letters) return 0;
        if (said.startsWith(letters)) return 1;
        return said.includes(` ${letters}`) ? 2 : 3;
    }

    function open() {
        const letters = input ? fold(input.value.trim()) : "";
        const left = found().filter((choice) => !control(choice).checked);
        return left.map((choice, at) => [distance(choice, letters), at, choice]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((row) => row[2]);
    }


    function number() {
        box.querySelectorAll(".ui-choice__digit").forEach((mark) => mark.remove());
        if (!input || document.activeElement !== input) return;
        open().slice(0, 9).forEach((choice, at) => {
            const mark = document.createElement("span");
            mark.className = "ui-choice__digit";
            mark.setAttribute("aria-hidden", "true");
            mark.textContent = at + 1;
            label(choice).append(mark);
        });
    }

    function markMain() {
        box.querySelectorAll(".ui-choice__main").forEach((mark) => mark.remove());
        const chosen = choices().filter((choice) => control(choice).checked);
        if (!box.dataset.main || !chosen.length) return;
        const mark = document.createElement("span");
        mark.className = "ui-choice__main";
        mark.textContent = box.dataset.main;
        label(chosen[0]).append(mark);
    }

    function order(choice) {
        if (lists.length !== 1 || !box.dataset.main) return;
        const list = lists[0];
        const others = choices().filter((other) => other !== choice);
        const focused = document.activeElement;
        const before = control(choice).checked
            ? others.find((other) => !control(other).checked)
            : others.find((other) => !control(other).checked && Number(other.dataset.place) > Number(choice.dataset.place));
        list.insertBefore(choice, before || null);
        if (focused && choice.contains(focused)) focused.focus();
    }

    function show() {
        const letters = fold(input.value.trim());
        choices().forEach((choice) => {
            choice.hidden = Boolean(letters) && !control(choice).checked && !choice.dataset.words.includes(letters);
        });
        const left = open().length;
        status.textContent = letters ? (left ? `${left} ${status.dataset.some}` : status.dataset.none) : "";
        number();
    }

    function pick(choice) {
        if (!choice) return;
        control(choice).checked = !control(choice).checked;
        control(choice).dispatchEvent(new Event("change", { bubbles: true }));
        input.value = "";
        show();
    }

    function walk(event, step) {
        const shown = found().map(control);
        const at = shown.indexOf(document.activeElement);
        event.preventDefault();
        (shown[at + step] || (at + step < 0 ? input : shown[at]))?.focus();
    }

    box.addEventListener("change", (event) => {
        const choice = event.target.closest("[data-choice]");
        if (choice) { order(choice); markMain(); number(); }
    });
    markMain();
    if (!input) return;
    filter.hidden = false;
    input.addEventListener("input", show);
    input.addEventListener("focus", number);
    input.addEventListener("blur", number);
    input.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "Enter") { event.preventDefault(); if (input.value.trim()) pick(open()[0]); }
        else if (/^[1-9]$/.test(event.key)) { event.preventDefault(); pick(open()[Number(event.key) - 1]); }
        else if (event.key === "ArrowDown") walk(event, 1);
        else if (event.key === "Escape" && input.value) { event.preventDefault(); event.stopPropagation(); input.value = ""; show(); }
        else if (event.key === "Backspace" && !input.value) pick(choices().filter((choice) => control(choice).checked).pop());
    });
    box.addEventListener("keydown", (event) => {
        if (!event.target.closest("[data-choice]")) return;
        if (event.key === "ArrowDown" || event.key === "ArrowRight") walk(event, 1);
        else if (event.key === "ArrowUp" || event.key === "ArrowLeft") walk(event, -1);
        else if (event.key === "Enter" && !event.ctrlKey) { event.preventDefault(); pick(event.target.closest("[data-choice]")); input.focus(); }
    });
}

function setUpAll() {
    document.querySelectorAll("[data-chips]").forEach(setUp);
}

setUpAll();
document.addEventListener("htmx:load", setUpAll);
