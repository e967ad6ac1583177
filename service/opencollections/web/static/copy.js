// Copying: what a page marks to be copied gets a button. Without script, the text can be selected as a whole.

for (const element of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = element.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(element.textContent.trim());
    button.textContent = element.dataset.copied;
    setTimeout(() => { button.textContent = element.dataset.copy; }, 2000);
  });
  element.after(" ", button);
}
