"""A folder of files of any kind: each is read by the source that knows it, or set aside with a reason."""
