"""What is printed: posters, table tents and slips with codes, as PDF; the codes alone as pictures."""
