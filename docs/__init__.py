"""The documents. `generate` writes those that the code can tell by itself, `pictures` takes the screenshots."""
