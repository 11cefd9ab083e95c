// Our parts of AdminJS's page, in plain JavaScript: served as they stand, without a bundler.
// Texts come from the server, in the user's language.

(() => {
  const { createElement: h, useEffect, useState } = React;
  const { Box, H2, H4, Icon, Text } = AdminJSDesignSystem;
  const { Link } = ReactRouterDOM;

  /** Values that should catch the eye. Everything else is grey. */
  const TONES = {
    success: "active sent delivered positive approved ok given replied resumed".split(" "),
    info: "waiting queued sending claimed transmitting new".split(" "),
    wait: "awaitingApproval approvalRequested pending important deferred paused onHold".split(" "),
    danger: "failed bounced complained critical unreachable refused withdrawn unknown negative".split(" "),
  };
  const toneOf = (value) => Object.keys(TONES).find((tone) => TONES[tone].includes(value)) ?? "default";

  AdminJS.UserComponents = { Dashboard, DefaultPropertyValue, LoggedIn, SidebarBranding, Version };

  /** One value of a row: a word with its colour, or text. */
  function DefaultPropertyValue({ property, record, resource }) {
    const { translateLabel } = AdminJS.useTranslation();
    const value = record?.params[property.path];
    if (value === undefined || value === null || value === "") return h("span", { className: "empty" }, "–");
    if (!property.availableValues?.some((option) => option.value === value)) return value;
    // "unknown" is a failure of a mail, but only a lack of knowledge about consent.
    const tone = property.propertyPath === "consent" && value === "unknown" ? "default" : toneOf(value);
    return h("span", { className: `tag ${tone}` }, translateLabel(`${property.propertyPath}.${value}`, resource.id));
  }

  function Dashboard() {
    const [data, setData] = useState();
    useEffect(() => {
      new AdminJS.ApiClient().getDashboard().then((response) => setData(response.data));
    }, []);
    if (!data) return null;
    return h(
      Box,
      { className: "dashboard" },
      h(Box, { mb: "xl" }, h(H2, null, data.greeting), h(Text, { className: "lead" }, data.lead)),
      data.sections.map(({ title, figures }) =>
        h(
          Box,
          { key: title, mb: "xl" },
          h(H4, null, title),
          h(
            "div",
            { className: "figures" },
            figures.map((figure) => h(Figure, { key: figure.label, ...figure })),
          ),
        ),
      ),
      h("a", { className: "chat-button", href: data.chat.href }, h(Icon, { icon: "MessageCircle" }), data.chat.label),
    );
  }

  function Figure({ label, value, href, tone }) {
    return h(Link, { to: href, className: `figure ${tone}` }, h("strong", null, value), h("span", null, label));
  }

  function SidebarBranding() {
    return h(Link, { to: "/admin", className: "branding" }, h("img", { src: "/assets/icon.svg", alt: "" }), "Relance");
  }

  /** The left of the bar on top: AdminJS shows versions there. */
  function Version() {
    const { translateButton } = AdminJS.useTranslation();
    return h(
      Box,
      { flex: true, flexGrow: 1, px: ["default", "xxl"] },
      h("a", { className: "chat-link", href: "/chat" }, h(Icon, { icon: "MessageCircle" }), translateButton("chat")),
    );
  }

  /** The right of it: who is signed in, and the way out. */
  function LoggedIn({ session }) {
    const { translateButton } = AdminJS.useTranslation();
    return h(
      "form",
      { method: "post", action: "/logout", className: "signed-in" },
      h("span", { className: "who" }, h("b", null, session.name || session.email), h("small", null, session.title)),
      h(
        "button",
        { type: "submit", title: translateButton("logout") },
        h(Icon, { icon: "LogOut" }),
        h("span", { className: "label" }, translateButton("logout")),
      ),
    );
  }

  const BUTTONS = ["activate", "pause", "resume", "cancel", "approve", "refuse"];
  const api = AdminJS.ApiClient.prototype;
  const { recordAction, resourceAction } = api;
  const draftVersions = new Map();

  // AdminJS presses buttons by GET, which a link could do as well; the server takes POST only. A yes to a draft says
  // which version of it was on the page.
  api.recordAction = async function (options) {
    const isPress = BUTTONS.includes(options.actionName);
    const draftVersion = draftVersions.get(options.recordId);
    const press = { method: "post", ...(draftVersion !== undefined && { params: { draftVersion } }) };
    const response = await recordAction.call(this, isPress ? { ...options, ...press } : options);
    noteDrafts([response.data?.record]);
    return response;
  };
  api.resourceAction = async function (options) {
    const response = await resourceAction.call(this, options);
    noteDrafts(response.data?.records ?? []);
    return response;
  };

  function noteDrafts(records) {
    for (const record of records) {
      if (record?.params?.draftVersion !== undefined) draftVersions.set(record.id, record.params.draftVersion);
    }
  }

  // The groups of the navigation are open until somebody closes one.
  if (localStorage.getItem("sidebarElements") === null) {
    const groups = REDUX_STATE.resources.map((resource) => [resource.navigation?.name, true]);
    localStorage.setItem("sidebarElements", JSON.stringify(Object.fromEntries(groups)));
  }
})();
