"""Editions on paper, in spreadsheets and in letters; every figure is the edition's own."""
