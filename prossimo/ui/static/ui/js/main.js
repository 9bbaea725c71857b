/* Every page of work loads this one module; each part finds its own attributes and does nothing without them. */
import "./session.js";
import "./keys.js";
import "./combobox.js";
import "./chips.js";
import "./drafts.js";
import "./confirm.js";
import "./toasts.js";
import "./submit-once.js";
import "./small.js";

document.documentElement.classList.add("ui-scripted");
