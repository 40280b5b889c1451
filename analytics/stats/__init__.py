"""Statistics of counts. Pure functions of plain numbers; each names its source."""
