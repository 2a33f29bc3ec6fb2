"""Maps as SVG, drawn here: the same drawing on screen, on paper and without a script."""
