/* The contact by keyboard alone: choosing a person shows their card and moves on to the reasons;
   Enter never sends the form by accident; the minutes count by themselves. */
const form = document.querySelector("[data-contact]");
const text = document.getElementById("id_person_text");
const chosen = document.getElementById("id_person");
const nobody = document.getElementById("id_nobody");
const register = document.querySelector("[data-register]");
const registering = document.getElementById("id_register");
const reasons = () => document.getElementById("id_reasons_filter") || form.querySelector("[name=reasons]");
let groupTouched = Boolean(form.querySelector("[name=target_group]:checked:not([value=''])"));

function showCard(id) {
    const url = new URL(form.dataset.cardUrl, location.href);
    url.searchParams.set("person", id || "");
    window.htmx.ajax("GET", url.pathname + url.search, { target: "#scheda", swap: "outerHTML" });
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
    if (id && register) { register.open = false; registering.checked = false; }
}

form.addEventListener("change", (event) => {
    const { target } = event;
    if (target.name === "person") {
        if (target.type === "radio") { chosen.value = target.value; text.value = target.labels[0]?.querySelector("strong")?.textContent || ""; }
        settle(target.value);
        showCard(target.value);
    } else if (target === nobody && nobody.checked) {
        forget();
        reasons()?.focus();
    } else if (target.name === "target_group") {
        groupTouched = true;
    }
    sayKnown();
});
form.addEventListener("ui:chosen", () => reasons()?.focus());
document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "scheda" || event.detail?.target?.id === "scheda") proposeGroup();
});

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

register?.addEventListener("toggle", () => {
    registering.checked = register.open;
    const [surname, ...names] = text.value.trim().split(/\s+/);
    const surnameField = document.getElementById("id_new-surname");
    const nameField = document.getElementById("id_new-given_name");
    if (!register.open || !surnameField || surnameField.value || chosen.value || !/^\p{L}/u.test(surname || "")) return;
    const titled = (word) => word.charAt(0).toLocaleUpperCase("it") + word.slice(1);
    surnameField.value = titled(surname);
    if (nameField && !nameField.value) nameField.value = names.map(titled).join(" ");
    if (document.activeElement?.closest("details") === register) (names.length ? nameField : surnameField)?.focus();
});

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
    if (moment) say("when", new Date(moment).toLocaleString("it-IT", { dateStyle: "medium", timeStyle: "short" }));
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
