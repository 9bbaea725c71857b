/* The contact by keyboard alone: choosing a person shows their card and moves on to the reasons;
   Enter never sends the form by accident; the minutes count by themselves. */
const form = document.querySelector("[data-contact]");
const text = document.getElementById("id_person_text");
const chosen = document.getElementById("id_person");
const nobody = document.getElementById("id_nobody");
const reasons = () => document.getElementById("id_reasons_filter") || form.querySelector("[name=reasons]");
let groupTouched = Boolean(form.querySelector("[name=target_group]:checked:not([value=''])"));

function ask(query, target) {
    window.htmx.ajax("GET", `${form.dataset.cardUrl}?${new URLSearchParams(query)}`, { target, swap: "outerHTML" });
}

function showCard(id) {
    ask({ person: id || "" }, "#scheda");
}

function proposeGroup() {
    const card = document.getElementById("scheda");
    if (!card || groupTouched) return;
    const group = card.dataset.proposedGroup || "";
    const radio = form.querySelector(`[name=target_group][value="${CSS.escape(group)}"]`);
    if (radio) radio.checked = true;
}

function settle(id) {
    if (id && nobody) nobody.checked = false;
    if (id && form.querySelector("[name=register]")) ask({ register: "0" }, "#registra");
}

form.addEventListener("change", (event) => {
    const { target } = event;
    if (target.name === "person") {
        if (target.type === "radio") { chosen.value = target.value; text.value = target.labels[0]?.querySelector("strong")?.textContent || ""; }
        settle(target.value);
        showCard(target.value);
    } else if (target === nobody && nobody.checked) {
        forget();
        toReasons();
    } else if (target.name === "target_group") {
        groupTouched = true;
    }
    sayKnown();
});
form.addEventListener("ui:chosen", toReasons);
document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "scheda") proposeGroup();
    if (event.target.id === "registra") [...event.target.querySelectorAll("input:not([type=hidden])")].find((field) => !field.value)?.focus();
});

function toReasons() {
    const field = reasons();
    field?.focus({ preventScroll: true });
    field?.closest("section")?.scrollIntoView({ block: "nearest" });
}

function forget() {
    const had = chosen.value;
    text.value = "";
    chosen.value = "";
    form.querySelectorAll("input[type=radio][name=person]").forEach((radio) => { radio.checked = false; });
    if (had) showCard("");
}

text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || text.value.trim() || !nobody) return;
    event.preventDefault();
    nobody.checked = true;
    nobody.dispatchEvent(new Event("change", { bubbles: true }));
});
document.querySelector("[data-nobody-hint]")?.removeAttribute("hidden");

form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const { target } = event;
    if (!target.matches("input") || target.matches("[type=submit], [type=button]")) return;
    event.preventDefault();
    const stops = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button[type=submit]")]
        .filter((stop) => stop.checkVisibility?.() ?? true);
    stops[stops.indexOf(target) + 1]?.focus();
});

function sayKnown() {
    const say = (name, words) => { const place = form.querySelector(`[data-known-${name}]`); if (place && words) place.textContent = words; };
    say("desk", form.querySelector("[name=desk]")?.selectedOptions?.[0]?.textContent);
    say("channel", form.querySelector("[name=channel]:checked")?.labels?.[0]?.textContent.trim());
    const moment = form.querySelector("[name=happened_at]")?.value;
    if (moment) say("when", new Date(moment).toLocaleString(document.documentElement.lang === "en" ? "en-GB" : "it-IT", { dateStyle: "medium", timeStyle: "short" }));
}

const minutes = document.getElementById("id_minutes");
const opened = Number(form.querySelector("[name=opened]")?.value || 0) * 1000;
function count() {
    if (!minutes || !opened) return;
    minutes.placeholder = String(Math.max(1, Math.ceil((Date.now() - opened) / 60000)));
}

sayKnown();
count();
setInterval(count, 15000);
if (chosen.value) proposeGroup();
if (!document.querySelector(".ui-summary")) (chosen.value || nobody?.checked ? reasons() : text)?.focus();
