"""How people show who they are: passwords, second factors, passkeys, sessions."""
