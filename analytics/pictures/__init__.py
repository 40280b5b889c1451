"""Pictures of published cells, as matplotlib figures (object API: safe in threads) and as files.

Each takes a small value of cells that are decided already (`disclosure.Cell`), so that a picture
cannot show what a table may not. Text stays text; title and description tell the picture in words.

    weekly      a rate by week: interval, control limits, signals, events
    heat        weekday by hour                 pareto       reasons, most frequent first
    funnel      many at once, without names     difference   two periods or two scopes
    silence     what the silent might have said
    sheet       what they are drawn on          cells        what they say of a cell
    files       SVG, PNG, PDF                   page, svg    an element for a page, drawn once
"""
