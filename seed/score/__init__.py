"""Score detectors on worlds whose truth is known. Only this folder reads both; the product reads no truth."""
