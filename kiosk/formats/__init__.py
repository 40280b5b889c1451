"""How what comes from outside is written, as tables or JSON: read with certainty, or refused."""
