"""Explains what the record holds: weekly counts, rates with their intervals, tables, pictures.

The record is read through its published views only (`contract`, `source`). Weekly counts go
to a file of their own that may be deleted and rebuilt at any time (`rollup`, `schema`,
`weekly`). Every figure follows from `counts` by `indices`, passes `disclosure` before anyone
sees it, and is shown by `tables`, `figures` and the `dashboard`.

    analytics refresh                         recompute the weeks that have changed
    analytics week 2026-W34 --by procedure    one week as a table, CSV or JSON
    analytics chart --by officer --key ...    weekly line with its interval
    analytics official FILE                   compare with published points
"""
