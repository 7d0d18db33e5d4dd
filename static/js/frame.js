// What every page has: the menu, single keys, the status line, toasts.

import "./menu.js";
import "./keys.js";
import "./status.js";
import "./toasts.js";
