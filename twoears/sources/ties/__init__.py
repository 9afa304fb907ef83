"""Lists of who follows whom, as other programs export them: CSV, Parquet, GraphML, GEXF."""
