"""Who is who on Spark, by joins of tables: the pairs, probabilities and reasons of `twoears.people.matching.likely`.

found = likely(frame_of(profiles))
likely_table(spark.read.parquet("accounts")).write.parquet("pairs")
"""

from twoears.people.matching.on_spark.finding import likely, likely_table
from twoears.people.matching.on_spark.frames import frame_of

__all__ = ["frame_of", "likely", "likely_table"]
