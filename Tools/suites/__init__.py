"""Reads the suites of spec-fixtures as docs/suites.md defines them, and asks the specification."""
