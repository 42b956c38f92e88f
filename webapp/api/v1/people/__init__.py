"""The people of an organization, as programs see and change them."""
