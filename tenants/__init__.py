"""Everything that happens inside one organization's walls."""
