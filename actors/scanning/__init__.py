"""Looking for malware in what people upload."""
