// The certified OpenID provider that the tests run against: node provider.mjs <settings as JSON>.
// Whoever signs in is the account that they name; `unverified…` has no confirmed address.
import { generateKeyPairSync } from "node:crypto";
import { pathToFileURL } from "node:url";

const settings = JSON.parse(process.argv[2]);
const entry = pathToFileURL(`${settings.modules}/oidc-provider/lib/index.js`);
const { Provider } = await import(entry.href);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = { ...privateKey.export({ format: "jwk" }), kid: settings.kid, use: "sig", alg: "RS256" };

const provider = new Provider(`http://127.0.0.1:${settings.port}`, {
  clients: [
    {
      client_id: settings.client,
      client_secret: settings.secret,
      redirect_uris: [settings.redirect],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  jwks: { keys: [key] },
  cookies: { keys: ["only for tests"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id.split("+")[0]}@${settings.domain}`,
      email_verified: !id.startsWith("unverified"),
      name: "Colleague Of Yours",
      groups: id.split("+").slice(1),
    }),
  }),
});
provider.listen(settings.port, "127.0.0.1", () => console.log("listening"));
