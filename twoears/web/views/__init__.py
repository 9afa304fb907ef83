"""One file for each page. A view parses, calls and shows; it decides nothing."""
