"""Where the SQL of Athena (Trino) and of DuckDB differ.

Queries are written once, in the words that both understand. DuckDB is given what it lacks of
Athena's; what cannot be given has a function here that writes the SQL.
"""

DUCKDB_WORDS = """
SET integer_division = true;
CREATE OR REPLACE MACRO json_format(value) AS CAST(value AS VARCHAR);
CREATE OR REPLACE MACRO to_unixtime(instant) AS epoch(instant);
"""
"""What makes DuckDB count and speak as Athena does."""
