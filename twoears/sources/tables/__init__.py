"""Tables that programs export: CSV of any make, JSON lines and Parquet, matched by the names of their columns."""
