// Draws the API's documentation. `validatorUrl: null` keeps Swagger UI from asking a service elsewhere.
window.addEventListener("DOMContentLoaded", () => {
  SwaggerUIBundle({ url: "/openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null });
});
