"""An organization: how it is opened, what it is called, how it looks, what it may use."""
