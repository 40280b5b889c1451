"""The server itself: started, stopped, certified, backed up, and put in order at night."""
