"""From what the rooms answer to what the templates draw: links, labels, numbers in the reader's language."""
