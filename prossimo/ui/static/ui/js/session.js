/* When the session has ended nothing typed is thrown away: one enters again in another window and comes back. */
import { csrf, words } from "./words.js";
import { toast } from "./toasts.js";

let shown = null;

function loginPath() {
    return document.body.dataset.loginUrl || "";
}

export function isLogin(url) {
    const path = loginPath();
    return Boolean(path && url && new URL(url, location.href).pathname === new URL(path, location.href).pathname);
}

export function sessionEnded(savedAt) {
    if (shown) return;
    const model = document.getElementById("sessione-scaduta");
    const place = document.getElementById("toasts-alert");
    if (!model || !place) return;
    shown = model.content.firstElementChild.cloneNode(true);
    if (savedAt) {
        shown.querySelector("[data-session-words]").textContent = words("sessionSaved").replace("{time}", savedAt);
    }
    place.append(shown);
    const link = shown.querySelector("[data-session-link]");
    const back = new URL(link.href);
    back.searchParams.set("next", location.pathname + location.search);
    link.href = back.href;
    link.focus();
}

/* Back from the other window: entering changed the anti-forgery token, so the page takes the new one. */
async function comeBack() {
    if (!shown || document.visibilityState === "hidden") return;
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (!answer || !answer.ok || isLogin(answer.url)) return;
    const fresh = csrf(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (fresh) {
        document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh; });
        document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
    }
    shown.remove();
    shown = null;
    toast("good", words("sessionBack"));
    document.dispatchEvent(new CustomEvent("ui:back"));
}

document.addEventListener("visibilitychange", comeBack);
window.addEventListener("focus", comeBack);

document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status === 401 || isLogin(xhr.responseURL)) {
        event.detail.shouldSwap = false;
        event.detail.isError = false;
        sessionEnded();
    }
});
document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 401) toast("bad", words("requestFailed"));
});
document.addEventListener("htmx:sendError", () => toast("bad", words("serverAway")));
document.addEventListener("htmx:timeout", () => toast("bad", words("serverAway")));
