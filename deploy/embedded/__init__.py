"""The servers that `countersign up` brings along."""
