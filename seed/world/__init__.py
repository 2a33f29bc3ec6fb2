"""How the synthetic world is made: places, makers, dealers, people, guns, patterns, files. Nothing here is real."""
