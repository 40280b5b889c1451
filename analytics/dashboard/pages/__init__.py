"""The pages, each a function from what was published to a `parts.Page`. No Flask.

overview    what changed, what merely wobbled, what to do
tables      one table of the edition, never ordered by a rate
hours       weekday by hour                 reasons     why, and which element of service
fair        officers, counters, units against what their procedures let expect
procedures  where most citizens are hurt    silence     who was asked, what the silent might say
exclusions  what was not counted, and the rate both ways
compare     two periods or two rows         own         an officer's own figures
wall        a screen in the hall               cards       the figures at the head of a page
"""
