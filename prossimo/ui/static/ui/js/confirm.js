/* «Are you sure?» asked in a dialog; without scripts the link leads to a page that asks the same. */
const dialog = document.querySelector("[data-confirm-dialog]");
let waiting = null;

function ask(source, { action = "", submit = null }) {
    const form = dialog.querySelector("[data-confirm-form]");
    const yes = dialog.querySelector("[data-confirm-yes]");
    dialog.querySelector("[data-confirm-heading]").textContent = source.dataset.confirmTitle || source.textContent.trim();
    dialog.querySelector("[data-confirm-words]").textContent = source.dataset.confirm;
    yes.textContent = source.dataset.confirmLabel || source.textContent.trim();
    yes.classList.toggle("btn-danger", "confirmDanger" in source.dataset);
    yes.classList.toggle("btn-primary", !("confirmDanger" in source.dataset));
    form.action = action || location.href;
    waiting = submit;
    dialog.showModal();
}

if (dialog) {
    dialog.querySelector("[data-confirm-no]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { waiting = null; });
    dialog.querySelector("[data-confirm-form]").addEventListener("submit", (event) => {
        if (!waiting) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        const { form, button } = waiting;
        dialog.close();
        button.dataset.confirmed = "yes";
        form.requestSubmit(button);
    });
    document.addEventListener("click", (event) => {
        const link = event.target.closest?.("a[data-confirm]");
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        ask(link, { action: link.href });
    });
    document.addEventListener("click", (event) => {
        const button = event.target.closest?.("button[data-confirm]");
        if (!button || !button.form) return;
        if (button.dataset.confirmed) {
            delete button.dataset.confirmed;
            return;
        }
        event.preventDefault();
        ask(button, { submit: { form: button.form, button } });
    });
}
