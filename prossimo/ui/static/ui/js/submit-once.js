/* A form marked data-once leaves once: the second press finds it already gone. The idempotency key stays as it was. */
const gone = new WeakSet();

function release(form) {
    gone.delete(form);
    form.querySelectorAll("[data-busy]").forEach((button) => {
        delete button.dataset.busy;
        button.removeAttribute("aria-disabled");
    });
}

document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (gone.has(form)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
    }
    gone.add(form);
    const button = event.submitter;
    if (button) {
        button.dataset.busy = "yes";
        button.setAttribute("aria-disabled", "true");
    }
});
document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-once]");
    if (form) release(form);
});
window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-once]").forEach(release);
});
