"""Readers that an owner brings: a model in a folder, or one behind an address. Off until somebody switches them on."""
