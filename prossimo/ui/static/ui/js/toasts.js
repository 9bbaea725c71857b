/* Notices: good news goes away after a while unless one is reading it; errors stay until closed. */
const STAY = 8000;

function arm(toast) {
    if (toast.dataset.armed) return;
    toast.dataset.armed = "yes";
    toast.querySelector("[data-toast-close]")?.addEventListener("click", () => toast.remove());
    if (!["success", "good", "info", "debug"].includes(toast.dataset.toast)) return;
    let timer;
    const start = () => { timer = setTimeout(() => toast.remove(), STAY); };
    const stop = () => clearTimeout(timer);
    toast.addEventListener("mouseenter", stop);
    toast.addEventListener("focusin", stop);
    toast.addEventListener("mouseleave", start);
    toast.addEventListener("focusout", start);
    start();
}

export function toast(tone, text) {
    const model = document.getElementById("avviso");
    const place = document.getElementById(tone === "bad" ? "toasts-alert" : "toasts-status");
    if (!model || !place) return;
    const made = model.content.firstElementChild.cloneNode(true);
    made.classList.add(`ui-toast--${tone}`);
    made.dataset.toast = tone;
    made.querySelector("p").textContent = text;
    place.append(made);
    arm(made);
}

function armAll() {
    document.querySelectorAll("[data-toast]").forEach(arm);
}

armAll();
const place = document.getElementById("toasts");
if (place) new MutationObserver(armAll).observe(place, { childList: true, subtree: true });
