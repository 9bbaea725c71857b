/* Long forms are kept on the server while one writes, so that neither a crash nor a pause loses the text. */
import { clock, csrf, words } from "./words.js";
import { isLogin, sessionEnded } from "./session.js";

const EVERY = 4000;
const NEVER = new Set(["csrfmiddlewaretoken", "idempotency_key", "version"]);
const forms = new Map();

function fields(form) {
    const kept = {};
    for (const [name, value] of new FormData(form)) {
        const secret = form.elements[name]?.type === "password";
        if (typeof value !== "string" || secret || NEVER.has(name)) continue;
        (kept[name] ||= []).push(value);
    }
    return kept;
}

function say(form, text) {
    const place = form.querySelector("[data-draft-status]");
    if (place && place.textContent !== text) place.textContent = text;
}

async function save(form, keepalive = false) {
    const state = forms.get(form);
    const body = JSON.stringify({ key: form.dataset.draftKey, fields: fields(form) });
    if (state.leaving || state.busy || body === state.saved) return;
    state.busy = true;
    try {
        const answer = await fetch(form.dataset.draftUrl, {
            method: "POST", body, keepalive, credentials: "same-origin",
            headers: { "Content-Type": "application/json", "X-CSRFToken": csrf(form), "X-Requested-With": "fetch" },
        });
        if (answer.status === 401 || (answer.redirected && isLogin(answer.url))) {
            sessionEnded(state.at);
            return;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        const told = await answer.json().catch(() => ({}));
        state.saved = body;
        state.at = told.saved_at || clock();
        say(form, `${words("draftSaved")} ${state.at}`);
    } catch {
        say(form, words("draftFailed"));
    } finally {
        state.busy = false;
    }
}

export function flush(form) {
    return forms.has(form) ? save(form, true) : Promise.resolve();
}

function watch(form) {
    if (forms.has(form)) return;
    const state = { saved: "", at: "", busy: false, leaving: false, timer: 0 };
    forms.set(form, state);
    state.saved = JSON.stringify({ key: form.dataset.draftKey, fields: fields(form) });
    const later = () => {
        clearTimeout(state.timer);
        state.timer = setTimeout(() => save(form), EVERY);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("focusout", () => save(form));
    form.addEventListener("submit", (event) => {
        if (!event.defaultPrevented) state.leaving = true;
        clearTimeout(state.timer);
    });
    form.addEventListener("htmx:afterRequest", () => { state.leaving = false; });
}

function watchAll() {
    document.querySelectorAll("form[data-draft-key][data-draft-url]").forEach(watch);
}

watchAll();
document.addEventListener("htmx:load", watchAll);
document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") forms.forEach((_state, form) => save(form, true));
});
document.addEventListener("ui:back", () => forms.forEach((_state, form) => save(form)));
window.addEventListener("pageshow", () => forms.forEach((state) => { state.leaving = false; }));
