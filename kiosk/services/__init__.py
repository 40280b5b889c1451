"""Finished services: announced or imported, corrected, tied to answers by receipts, forgotten."""
