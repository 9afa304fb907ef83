"""Ask again what was asked before, because the answers hang on something else now."""
