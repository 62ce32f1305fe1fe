// Starts the reference page over the documents that the page names.
"use strict";

window.addEventListener("load", () => {
  const documents = Array.from(document.querySelectorAll("#documents a"), (link) => ({
    name: link.textContent,
    url: link.getAttribute("href"),
  }));
  window.ui = SwaggerUIBundle({
    urls: documents,
    dom_id: "#reference",
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: "list",
    filter: true,
    layout: "StandaloneLayout",
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    // Nothing of what is read here is sent to anyone else.
    validatorUrl: null,
  });
});
