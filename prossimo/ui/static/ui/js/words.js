/* Sentences come from the page, where they are translated; none is written in a script. */
export function words(name) {
    const store = document.getElementById("parole");
    return (store && store.dataset[name]) || "";
}

export function clock() {
    return new Date().toLocaleTimeString("it-IT", { hour: "2-digit", minute: "2-digit" });
}

export function csrf(form) {
    const field = (form || document).querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
}
