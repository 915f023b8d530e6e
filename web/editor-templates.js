// <script-templates kind="rule|action">: what a new script can begin with. A
// click fires "edit", detail {value}: the name, a line feed, the code.
//
// The code is our own; what each is for follows facts 1.10 and 2.

const rule = (body) => `function mfa(user, context, callback) {\n${body}  callback(null, user, context);\n}\n`;
const action = (body) => `exports.onExecutePostLogin = async (event, api) => {\n${body}};\n`;
const stepUp = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

// Each template: name, title, what it does, rule, action.
export const templates = [
  ["empty", "Empty", "Lets everybody pass.", rule("  // Who is asked, and when?\n\n"), action("  // Who is asked, and when?\n")],
  [
    "ask-everybody", "MFA for everything", "Asks at every login, also on refresh exchanges.",
    rule("  context.multifactor = { provider: 'any', allowRememberBrowser: false };\n"),
    action("  api.multifactor.enable('any', { allowRememberBrowser: false });\n"),
  ],
  [
    "once-per-session", "Once per session", "Does not ask again while the session has passed a factor.",
    rule("  const methods = context.authentication?.methods ?? [];\n  if (!methods.some((method) => method.name === 'mfa')) {\n    context.multifactor = { provider: 'any', allowRememberBrowser: false };\n  }\n"),
    action("  const methods = event.authentication?.methods ?? [];\n  if (methods.some((method) => method.name === 'mfa')) return;\n  api.multifactor.enable('any', { allowRememberBrowser: false });\n"),
  ],
  [
    "some-applications", "Some applications only", "Asks where the application's metadata says mfa=required.",
    rule("  if (context.clientMetadata?.mfa === 'required') {\n    context.multifactor = { provider: 'any', allowRememberBrowser: true };\n  }\n"),
    action("  if (event.client.metadata?.mfa !== 'required') return;\n  api.multifactor.enable('any', { allowRememberBrowser: true });\n"),
  ],
  [
    "spare-displays", "Displays may renew", "Asks everybody, but not a display that renews its token.",
    rule("  const renews = context.protocol === 'oauth2-refresh-token';\n  if (renews && context.clientMetadata?.device_type === 'display') {\n    return callback(null, user, context);\n  }\n  context.multifactor = { provider: 'any', allowRememberBrowser: false };\n"),
    action("  const renews = event.transaction?.protocol === 'oauth2-refresh-token';\n  if (renews && event.client.metadata?.device_type === 'display') return;\n  api.multifactor.enable('any', { allowRememberBrowser: false });\n"),
  ],
  [
    "step-up", "Step-up by acr_values", "Asks when the application wants more than a password, once per session.",
    rule(`  const wanted = context.request?.query?.acr_values === '${stepUp}';\n  const methods = context.authentication?.methods ?? [];\n  if (wanted && !methods.some((method) => method.name === 'mfa')) {\n    context.multifactor = { provider: 'any', allowRememberBrowser: false };\n  }\n`),
    action(`  const wanted = event.transaction?.acr_values?.includes('${stepUp}');\n  const methods = event.authentication?.methods ?? [];\n  if (!wanted || methods.some((method) => method.name === 'mfa')) return;\n  api.multifactor.enable('any', { allowRememberBrowser: false });\n`),
  ],
  [
    "new-devices", "Adaptive: unknown devices", "Asks who is enrolled when the device is not known. Switch the risk assessment on.",
    rule("  const device = context.riskAssessment?.assessments?.NewDevice;\n  const enrolled = (user.multifactor ?? []).length > 0;\n  if (enrolled && ['low', 'medium'].includes(device?.confidence)) {\n    context.multifactor = { provider: 'any', allowRememberBrowser: false };\n  }\n"),
    action("  const device = event.authentication?.riskAssessment?.assessments?.NewDevice;\n  const enrolled = event.user.enrolledFactors?.length > 0;\n  if (enrolled && ['low', 'medium'].includes(device?.confidence)) {\n    api.multifactor.enable('any', { allowRememberBrowser: false });\n  }\n"),
  ],
  [
    "require-enrolment", "Require enrolment", "Has everybody without a second factor enrol one.",
    rule("  if (!user.multifactor?.length) {\n    context.multifactor = { provider: 'any', allowRememberBrowser: true };\n  }\n"),
    action("  // Needs \"Customize MFA Factors using Actions\" among the settings.\n  if (event.user.enrolledFactors?.length) return;\n  api.authentication.enrollWith({ type: 'otp' });\n"),
  ],
  [
    "people-who-chose", "People who chose it", "Asks whose user_metadata says use_mfa.",
    rule("  if (user.user_metadata?.use_mfa) {\n    context.multifactor = { provider: 'any', allowRememberBrowser: true };\n  }\n"),
    action("  if (!event.user.user_metadata.use_mfa) return;\n  api.multifactor.enable('any', { allowRememberBrowser: true });\n"),
  ],
  [
    "no-passwords", "Deny password exchanges", "Refuses the grant that could go around MFA.",
    rule("  if (context.protocol === 'oauth2-password') {\n    return callback(new UnauthorizedError('Sign in with the browser.'));\n  }\n"),
    action("  if (event.transaction?.protocol === 'oauth2-password') {\n    api.access.deny('Sign in with the browser.');\n  }\n"),
  ],
];

class ScriptTemplates extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = ["kind"];

  connectedCallback() {
    this.#draw();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#draw();
  }

  #draw() {
    const kind = this.getAttribute("kind");
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", `Templates of a new ${kind}`);
    this.replaceChildren(
      ...templates.map(([name, title, text, asRule, asAction]) => {
        const button = document.createElement("button");
        const [head, line] = [document.createElement("b"), document.createElement("span")];
        head.textContent = title;
        line.textContent = text;
        button.append(head, line);
        button.addEventListener("click", () => {
          const value = `${name}\n${kind === "action" ? asAction : asRule}`;
          this.dispatchEvent(new CustomEvent("edit", { detail: { value }, bubbles: true }));
        });
        return button;
      }),
    );
    this.querySelector("button").focus();
  }
}

if (globalThis.customElements && !customElements.get("script-templates")) customElements.define("script-templates", ScriptTemplates);
