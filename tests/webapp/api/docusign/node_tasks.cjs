// DocuSign's SDK for Node as it is: signs in by JWT, makes a template, sends an envelope of it, asks
// for an address for its signer, changes recipients, voids another one. Says what came of it.
const docusign = require(process.env.DOCUSIGN_SDK);

const said = JSON.parse(process.env.TASKS);

async function main() {
  const client = new docusign.ApiClient();
  client.setBasePath(`${said.address}/restapi`);
  client.setOAuthBasePath(said.host); // after the base path, which sets another one
  const scopes = ["signature", "impersonation"];
  const key = Buffer.from(said.key);
  const token = await client.requestJWTUserToken(said.client, said.user, scopes, key, 600);
  const accessToken = token.body.access_token;
  const who = await client.getUserInfo(accessToken);
  const account = who.accounts[0];
  client.setBasePath(`${account.baseUri}/restapi`);
  client.addDefaultHeader("Authorization", `Bearer ${accessToken}`);
  const envelopes = new docusign.EnvelopesApi(client);
  const templates = new docusign.TemplatesApi(client);
  const sign = docusign.SignHere.constructFromObject({ anchorString: "/sn1/", anchorUnits: "pixels" });
  const rent = docusign.Text.constructFromObject({ anchorString: "/rent/", tabLabel: "Rent" });
  const document = { documentBase64: said.pdf, name: "Lease", fileExtension: "pdf", documentId: "4" };
  const role = { roleName: "Tenant", recipientId: "8", routingOrder: "1" };
  const tabs = docusign.Tabs.constructFromObject({ signHereTabs: [sign], textTabs: [rent] });
  const template = await templates.createTemplate(account.accountId, {
    envelopeTemplate: {
      name: "Lease",
      emailSubject: "Please sign this lease",
      documents: [document],
      recipients: { signers: [{ ...role, tabs }] },
      status: "created",
    },
  });
  const person = { email: "ana@example.com", name: "Ana Ruiz", roleName: "Tenant" };
  const made = await envelopes.createEnvelope(account.accountId, {
    envelopeDefinition: {
      templateId: template.templateId,
      templateRoles: [{ ...person, clientUserId: "1000" }],
      status: "sent",
    },
  });
  const view = await envelopes.createRecipientView(account.accountId, made.envelopeId, {
    recipientViewRequest: {
      returnUrl: `${said.address}/health/live`,
      authenticationMethod: "none",
      email: person.email,
      userName: person.name,
      clientUserId: "1000",
    },
  });
  const people = await envelopes.listRecipients(account.accountId, made.envelopeId);
  const documents = await envelopes.listDocuments(account.accountId, made.envelopeId);
  const file = await envelopes.getDocument(account.accountId, made.envelopeId, "combined");
  let refused = "";
  try {
    await envelopes.createEnvelope(account.accountId, {
      envelopeDefinition: { emailSubject: "x", status: "created", enableWetSign: "true" },
    });
  } catch (error) {
    refused = JSON.stringify(error.response.data || error.response.body);
  }
  console.log(JSON.stringify({
    account: account.accountId,
    envelope: made.envelopeId,
    status: made.status,
    url: view.url,
    signer: people.signers[0].recipientId,
    documents: documents.envelopeDocuments.map((each) => each.documentId),
    file: Buffer.from(file, "binary").toString("latin1").slice(0, 5),
    refused,
  }));
}

main().catch((error) => {
  const answer = error.response && (error.response.data || error.response.body);
  console.error(error, answer);
  process.exit(1);
});
