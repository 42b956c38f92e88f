"""Whether a sealed PDF is genuine."""
