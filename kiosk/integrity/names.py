"""The rules' names, each with its version."""

CLONE, CLOCK, CLOSED, REPEAT, BURST = "clone-1", "clock-1", "closed-1", "repeat-1", "burst-1"
CROWD = "crowd-1"
# In the order in which they are said, where several apply.
RULES = {
    CLONE: "from a tablet of which there are two: one number came with different ratings",
    CLOCK: "the tablet's clock was so wrong that the hour of the press is not known",
    CROWD: "from a phone, by a code or at a counter from which more came than people can give",
    CLOSED: "pressed at a tablet outside its centre's opening hours",
    REPEAT: "another press at the same tablet less than REPEAT_SECONDS before",
    BURST: "tied to no service, and more such presses at its tablet than a counter can serve people",
}
