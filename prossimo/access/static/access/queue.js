/* The queue renews itself, but never under the hands of who is choosing something in it. */
document.addEventListener("htmx:beforeRequest", (event) => {
    const queue = event.target.closest?.("[data-queue]");
    if (!queue || event.target !== queue) return;
    const busy = queue.querySelector("details[open], select:focus, [data-busy]");
    if (busy || document.hidden || document.querySelector("dialog[open]")) event.preventDefault();
});
