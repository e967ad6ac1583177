// The query editor: YASGUI takes the place of the plain form, which stays for readers without script.
// What a reader writes is kept by this browser alone (localStorage); nothing is fetched from another host.
"use strict";

const form = document.querySelector("form.query");
const { path, prefixes, words } = JSON.parse(document.getElementById("editor-settings").textContent);
const endpoint = new URL(path, location).href;
const { Yasqe, Tab } = Yasgui;

const PREFIXES = words.prefixes;
Yasqe.forkAutocompleter("prefixes", {
  name: PREFIXES,
  persistenceId: null,
  get: async () => Object.entries(prefixes).map(([prefix, space]) => `${prefix}: <${space}>`),
}, false);
Yasqe.defaults.autocompleters = [PREFIXES, "variables"];
Yasqe.defaults.value = form.elements.query.value;

const place = document.createElement("div");
place.id = "editor";
place.lang = "en"; // YASGUI has its words in English alone.
form.after(place);
form.hidden = true;

const editor = new Yasgui(place, {
  persistenceId: "open-collections",
  copyEndpointOnNewTab: false,
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  // YASGUI runs a query of the address at once. It may name any endpoint; here it is asked of this one.
  populateFromUrl: (shared) => ({ ...shared, requestConfig: { ...shared.requestConfig, endpoint } }),
  requestConfig: { endpoint, method: "POST", acceptHeaderGraph: "text/turtle" },
  yasr: { prefixes },
});

// A reader who hears the page is told what the fields are; YASGUI names none of them.
function named(tab) {
  tab.getYasqe().getInputField().setAttribute("aria-label", words.query);
}

editor.on("tabSelect", (_, id) => setTimeout(() => named(editor.getTab(id))));
named(editor.getTab());
place.querySelector(".addTab").setAttribute("role", "tab");

for (const link of document.querySelectorAll("a[data-query]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const value = new URL(link.href).searchParams.get("query");
    const settings = { ...Tab.getDefaults(editor), name: link.textContent, yasqe: { value } };
    const tab = editor.addTab(true, settings, { avoidDuplicateTabs: true });
    place.scrollIntoView();
    tab.query().catch(() => {}); // The editor itself tells what went wrong.
  });
}
