/* Passkeys: the ceremony with the browser, then an ordinary form. A form says what it wants:
   data-passkey="create" or "get"; its options stand in the page (data-passkey-options, the id of a
   JSON block) or are fetched (data-passkey-url). The answer travels in its field `credential`. Where
   the form takes a code instead and one was typed, no key is asked. */

const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const supported = Boolean(window.PublicKeyCredential && navigator.credentials);

function readable(options) {
    const key = structuredClone(options.publicKey);
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    for (const list of [key.excludeCredentials, key.allowCredentials]) {
        for (const known of list || []) known.id = bytes(known.id);
    }
    return { ...options, publicKey: key };
}

function written(credential) {
    const { response } = credential;
    const said = { clientDataJSON: text(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
        if (response[name]) said[name] = text(response[name]);
    }
    if (response.getTransports) said.transports = response.getTransports();
    return JSON.stringify({
        type: credential.type,
        id: credential.id,
        rawId: text(credential.rawId),
        authenticatorAttachment: credential.authenticatorAttachment,
        response: said,
        clientExtensionResults: credential.getClientExtensionResults(),
    });
}

async function options(form) {
    const { passkeyOptions, passkeyUrl } = form.dataset;
    if (passkeyOptions) {
        const here = JSON.parse(document.getElementById(passkeyOptions).textContent);
        return here.creation_options || here.request_options;
    }
    const answer = await fetch(passkeyUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).request_options;
}

async function ceremony(form) {
    const asked = readable(await options(form));
    if (form.dataset.passkey === "get") return navigator.credentials.get(asked);
    const alone = form.elements.passwordless?.checked;
    if (alone !== undefined) {
        const wish = asked.publicKey.authenticatorSelection;
        wish.residentKey = alone ? "required" : "discouraged";
        wish.requireResidentKey = alone;
        if (alone) wish.userVerification = "required";
    }
    return navigator.credentials.create(asked);
}

function say(form, failed) {
    const place = form.querySelector("[data-passkey-error]");
    if (place) place.hidden = !failed;
}

document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const field = form.elements.credential;
    let answered = false;
    form.querySelectorAll("[data-passkey-without]").forEach((note) => { note.hidden = supported; });
    form.querySelectorAll("[data-passkey-with]").forEach((part) => { part.hidden = !supported; });
    form.addEventListener("submit", async (event) => {
        if (answered || form.elements.code?.value.trim()) return;
        event.preventDefault();
        say(form, false);
        try {
            field.value = written(await ceremony(form));
            answered = true;
            form.requestSubmit();
        } catch {
            say(form, true);
        }
    });
});
