"""What chance explains badly, for a person to look into; no figure changes by it.

days        counts by day and month, of an officer or a counter
spread      how counts vary where nobody tampers
luck        how lucky a month was, as its other answers tell
kinds       what fraud leaves too much of; blind to the answers
excess      too many answers, untied, lone, idle, close, repeated presses
surplus     more ratings than services; blind to the answers
gaps        tablet and phone, untied and tied, granted and refused
runs        everybody of one mind
appraisal   a rise that begins at the appraisal
review      all of them together
phrases     what is said of a finding
reading     from rows of the record to days
kept        a month's review, for the page that tells it
commands    `analytics integrity`
"""
