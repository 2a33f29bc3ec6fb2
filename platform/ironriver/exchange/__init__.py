"""Partners: what they get (STIX 2.1, marked and redacted), where they fetch it, and what comes in from them."""
