/* The form of one contact: its choices come from the server, its text goes to the vault. */
const MANY = new Set(["reasons", "given"]);
const form = document.querySelector("[data-sheet]");

function chip(name, value, label) {
    const item = document.createElement("li");
    const box = document.createElement("input");
    const said = document.createElement("label");
    item.className = "ui-choice";
    box.type = "checkbox";
    Object.assign(box, { name, value, id: `id_${name}_${value}` });
    said.htmlFor = box.id;
    said.textContent = label;
    item.append(box, said);
    return item;
}

/* What is chosen stays chosen, also where it is no longer offered: the server will say so. */
export function offer(options) {
    const before = fields();
    const desk = form.elements.desk;
    desk.replaceChildren(...options.desks.map((each) => new Option(each.name, each.id)));
    desk.value = options.desk || options.desks[0]?.id || "";
    form.querySelector("[data-reasons]").replaceChildren(...options.reasons.map((each) => chip("reasons", each.id, each.name)));
    const missing = form.elements.missing;
    missing.replaceChildren(missing.options[0], ...(options.needs ?? []).map((each) => new Option(each.name, each.id)));
    missing.closest("[data-missing-need]").hidden = missing.options.length < 2;
    if (before.desk) fill({ ...before, desk: before.desk });
}

export function fields() {
    const told = {};
    for (const name of MANY) told[name] = [];
    for (const [name, value] of new FormData(form)) {
        if (MANY.has(name)) told[name].push(value);
        else told[name] = value;
    }
    if (told.happened_at) {
        const moment = new Date(told.happened_at);
        told.happened_at = Number.isNaN(moment.getTime()) ? "" : moment.toISOString();
    }
    return told;
}

function local(moment) {
    const at = new Date(moment);
    if (Number.isNaN(at.getTime())) return "";
    return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

export function fill(told) {
    const desk = form.elements.desk.value;
    form.reset();
    form.elements.desk.value = desk;
    for (const box of form.elements) {
        const value = told[box.name];
        if (value === undefined) continue;
        if (box.type === "checkbox" || box.type === "radio") {
            box.checked = Array.isArray(value) ? value.includes(box.value) : value === box.value;
        } else if (box.type === "datetime-local") {
            box.value = value ? local(value) : "";
        } else if (box.tagName !== "SELECT" || [...box.options].some((one) => one.value === value)) {
            box.value = value;
        }
    }
}

export const empty = () => { fill({}); clearFaults(); };
export const isEmpty = () => { const told = fields(); return !told.reasons.length && !told.given.length && !told.needs.trim() && !told.note.trim(); };

function clearFaults() {
    form.querySelectorAll("[data-fault]").forEach((place) => { place.hidden = true; place.replaceChildren(); });
    form.querySelectorAll("[aria-invalid]").forEach((box) => box.removeAttribute("aria-invalid"));
}

/* What can be checked without network: a desk, a reason. Answers whether it may be kept. */
export function check() {
    clearFaults();
    const told = fields();
    const missing = [["desk", told.desk], ["reasons", told.reasons.length]].filter(([, value]) => !value);
    for (const [name] of missing) {
        const place = form.querySelector(`[data-fault="${name}"]`);
        place.textContent = place.dataset.missing;
        place.hidden = false;
    }
    const first = missing[0]?.[0];
    if (first) form.querySelector(`[name="${first}"]`)?.focus();
    return !first;
}

export { form };
