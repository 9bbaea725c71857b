/* «@» and a name in what is written: the colleagues of the field «Segnala a» open in a list, who is chosen
   is written in the text and marked in the field. Without this module the field alone is used.
   The keys are those of the ARIA pattern «combobox with list autocomplete»; the element stays a text
   box, as ARIA in HTML asks of a `textarea`. */
const box = document.querySelector("[data-mention]");
const text = document.getElementById(box?.dataset.mention);
const fields = [...document.querySelectorAll("input[type=checkbox][name=told]")];

if (box && text && fields.length) {
    const ASKED = /(?:^|[\s(«"'’])@([\p{L}'’-]*(?: [\p{L}'’-]+){0,3})$/u;
    const list = box.querySelector("[role=listbox]");
    const status = box.querySelector("[role=status]");
    const fold = (said) => said.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const people = fields.map((field) => ({ field, name: field.labels[0].textContent.trim() }));
    let shown = [];
    let active = -1;

    const asked = () => {
        if (text.selectionStart !== text.selectionEnd) return null;
        return text.value.slice(0, text.selectionStart).match(ASKED)?.[1] ?? null;
    };

    function activate(at) {
        active = at;
        [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
        const option = list.children[at];
        if (!option) { text.removeAttribute("aria-activedescendant"); return; }
        text.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
    }

    function close() {
        shown = [];
        list.hidden = true;
        list.replaceChildren();
        status.textContent = "";
        activate(-1);
    }

    function show(letters) {
        const wanted = ` ${fold(letters)}`;
        shown = people.filter(({ name }) => ` ${fold(name)}`.includes(wanted));
        if (!shown.length) { close(); return; }
        list.replaceChildren(...shown.map(({ name }, place) => {
            const option = document.createElement("div");
            option.className = "ui-option";
            option.id = `${list.id}-${place}`;
            option.setAttribute("role", "option");
            option.textContent = name;
            return option;
        }));
        list.hidden = false;
        status.textContent = `${shown.length} ${box.dataset.some}`;
        activate(letters ? 0 : -1); // a bare «@» and a new line are not a choice
    }

    function choose(at) {
        const { field, name } = shown[at];
        const end = text.selectionStart;
        text.setRangeText(`@${name} `, end - asked().length - 1, end, "end");
        close();
        if (!field.checked) {
            field.checked = true;
            field.dispatchEvent(new Event("change", { bubbles: true }));
        }
        text.dispatchEvent(new Event("input", { bubbles: true }));
        status.textContent = `${name}: ${box.dataset.marked}`;
    }

    function look() {
        const letters = asked();
        if (letters === null) { if (!list.hidden) close(); } else show(letters);
    }

    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-haspopup", "listbox");
    text.setAttribute("aria-controls", list.id);
    box.hidden = false;
    text.after(box);
    text.addEventListener("input", look);
    text.addEventListener("click", look);
    text.addEventListener("blur", close);
    text.addEventListener("keydown", (event) => {
        if (list.hidden || event.isComposing) return;
        const away = event.ctrlKey || event.metaKey || event.altKey;
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            const by = event.key === "ArrowDown" ? 1 : -1;
            activate(active < 0 && by < 0 ? shown.length - 1 : (active + by + shown.length) % shown.length);
        } else if (event.key === "Enter" && !away && active >= 0) {
            event.preventDefault();
            choose(active);
        } else if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            close();
        } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
            close();
        }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) choose([...list.children].indexOf(option));
    });
}
