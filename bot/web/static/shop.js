// The shop page's buttons open the chat; a product's button puts its name into the message.
const english = document.documentElement.lang.startsWith("en");

for (const button of document.querySelectorAll("[data-chat]")) {
  button.addEventListener("click", () => {
    const chat = document.querySelector("kefu-chat");
    const product = button.dataset.ask;
    if (product) chat.draft(english ? `A question about ${product}: ` : `想问一下「${product}」，`);
    else chat.show();
  });
}
