/* A signature drawn on the screen: the points travel in a hidden field, the page works without. */
const pad = document.querySelector("[data-sign-pad]");
const form = pad?.closest("form");
const kept = form?.elements.namedItem("drawn");

if (pad && kept) {
    const canvas = pad.querySelector("[data-sign-canvas]");
    const pen = canvas.getContext("2d");
    let strokes = [];
    let drawing = null;

    const drawnChosen = () => form.elements.namedItem("way")?.value === "drawn";
    const show = () => { pad.hidden = !drawnChosen(); };

    const point = (event) => {
        const box = canvas.getBoundingClientRect();
        const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
        return [
            within((event.clientX - box.left) * 1000 / box.width, 1000),
            within((event.clientY - box.top) * 400 / box.height, 400),
        ];
    };
    const redraw = () => {
        pen.clearRect(0, 0, canvas.width, canvas.height);
        pen.lineWidth = 7;
        pen.lineCap = "round";
        pen.lineJoin = "round";
        pen.strokeStyle = "#17324d";
        for (const stroke of strokes) {
            pen.beginPath();
            stroke.forEach(([x, y], n) => (n ? pen.lineTo(x, y) : pen.moveTo(x, y)));
            pen.stroke();
        }
    };
    const keep = () => {
        const lines = strokes.filter((stroke) => stroke.length > 1);
        kept.value = lines.length ? JSON.stringify(lines) : "";
    };
    const clear = () => { strokes = []; drawing = null; keep(); redraw(); };

    canvas.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        canvas.setPointerCapture(event.pointerId);
        drawing = [point(event)];
        strokes.push(drawing);
    });
    canvas.addEventListener("pointermove", (event) => {
        if (!drawing) return;
        const [x, y] = point(event);
        const [lastX, lastY] = drawing[drawing.length - 1];
        if (Math.hypot(x - lastX, y - lastY) < 4) return;
        drawing.push([x, y]);
        redraw();
    });
    for (const name of ["pointerup", "pointercancel"]) {
        canvas.addEventListener(name, () => { drawing = null; keep(); });
    }
    pad.querySelector("[data-sign-clear]").addEventListener("click", clear);
    form.addEventListener("change", (event) => { if (event.target.name === "way") show(); });

    try { strokes = kept.value ? JSON.parse(kept.value) : []; } catch { strokes = []; }
    redraw();
    show();
}
