/* Keeps one page and its files in the telephone; everything else asks the network, as if this were not here. */
const KEPT = {{ kept|safe }};

addEventListener("install", (event) => {
    event.waitUntil((async () => {
        const store = await caches.open(KEPT.name);
        const page = await fetch(KEPT.page, { cache: "no-cache" });
        if (!page.ok || page.redirected) throw new Error("the page is not there");
        await store.addAll(KEPT.files);
        await store.put(KEPT.page, page);
        await skipWaiting();
    })());
});

addEventListener("activate", (event) => {
    event.waitUntil((async () => {
        const names = await caches.keys();
        const old = names.filter((name) => name.startsWith("in-strada-") && name !== KEPT.name);
        await Promise.all(old.map((name) => caches.delete(name)));
        await clients.claim();
    })());
});

addEventListener("fetch", (event) => {
    const { method, url } = event.request;
    const { origin, pathname } = new URL(url);
    if (method !== "GET" || origin !== location.origin) return;
    if (pathname !== KEPT.page && !KEPT.files.includes(pathname)) return;
    event.respondWith((async () => {
        const store = await caches.open(KEPT.name);
        return (await store.match(pathname, { ignoreVary: true })) ?? fetch(event.request);
    })());
});
